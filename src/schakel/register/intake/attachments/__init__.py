"""Files that a reporter sends along with a report: told by their content, encrypted, never changed."""
