"""Tables of linkage, each topic in a file of its own. The machine proposes, a person decides."""

from schakel.register.linkage.asked import KeeperQuestion as KeeperQuestion
from schakel.register.linkage.decisions import Decision as Decision  # so that Django finds it
from schakel.register.linkage.decisions import DecisionMembership as DecisionMembership
from schakel.register.linkage.encoded import ClusterDoubt as ClusterDoubt
from schakel.register.linkage.encoded import ClusterFetch as ClusterFetch
from schakel.register.linkage.encoded import EncodedLink as EncodedLink
from schakel.register.linkage.proposals import Constraint as Constraint
from schakel.register.linkage.proposals import Judgement as Judgement
from schakel.register.linkage.proposals import Proposal as Proposal
from schakel.register.linkage.records import LinkFrequency as LinkFrequency
from schakel.register.linkage.records import LinkKey as LinkKey
from schakel.register.linkage.records import LinkRecord as LinkRecord
from schakel.register.linkage.runs import ClericalPair as ClericalPair
from schakel.register.linkage.runs import LinkageRun as LinkageRun
from schakel.register.linkage.second_looks import SecondLook as SecondLook
from schakel.register.linkage.versions import ModelVersion as ModelVersion
