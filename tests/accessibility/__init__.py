"""Every page, for everyone: axe, narrow screens, dark scheme, strict content security policy."""
