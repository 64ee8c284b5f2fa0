-- PostgreSQL looks after its search index by itself.
SELECT 1;
