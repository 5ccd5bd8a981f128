"""Working together: who to call, how every municipality stands, signals and meetings."""
