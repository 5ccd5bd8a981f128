"""The public pages and files of released figures: no login, no cookies, nothing but what was released."""
