"""The NPI registry: invented providers under numbers that begin with 2, a range from which none was issued so far."""
