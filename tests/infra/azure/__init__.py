"""Azure as the hooks see it, played on the loopback: ``az`` and ``azd`` as their documentation shows their answers."""
