DROP TABLE leases;
DROP TABLE audit_heads;
DROP TABLE audit_events;
