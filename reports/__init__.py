"""What people read: work lists, sheets, explanations, pages. Tables are handed in; nothing is decided or fetched here."""
