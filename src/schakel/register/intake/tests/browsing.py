"""What a browser does with the report form: fill in what a page shows, press a button, follow."""

from django.urls import reverse


def filled(client, address, **changes):
    """What a browser would send from the form as it is shown, with `changes`; no box without a tick."""
    form = client.get(address).context["form"]
    values, boxes = {}, []
    for bound in form:
        value = bound.value()
        if bound.field.__class__.__name__ == "PartialDateField":
            parts = value if isinstance(value, list) else bound.field.widget.decompress(value)
            values |= {f"{bound.name}_{n}": part or "" for n, part in enumerate(parts)}
            boxes.append(f"{bound.name}_3")
        else:
            empty = [] if bound.field.__class__.__name__ == "MultipleChoiceField" else ""
            values[bound.name] = empty if value is None else value
    values |= {name: value for name, value in changes.items() if name in values}
    return {name: value for name, value in values.items() if value or name not in boxes}


def write(client, **answers):
    """Go through every page with these answers; returns the address of the check page."""
    address = reverse("intake:new")
    for _page in range(8):
        answer = client.post(address, filled(client, address, **answers))
        assert answer.status_code == 302, answer.context["form"].errors
        address = answer["Location"]
        if address.endswith("/check/"):
            return address
    raise AssertionError("the pages do not end")


def send(client, **answers):
    """Write and send; returns the answer to sending."""
    return client.post(write(client, **answers).replace("/check/", "/send/"))
