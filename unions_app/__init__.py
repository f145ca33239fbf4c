"""Who: unions, people, roles and access, sign-in, audit trail, installation."""
