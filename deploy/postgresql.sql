-- Two roles: one owns the tables and migrates, the other serves. What is append-only can
-- then not be changed by the portal's processes even if they were taken over: triggers
-- refuse it, and only the owner could switch triggers off.
-- Run as a superuser, connected to the portal's database, before the first migration:
--   createdb unionplan && psql unionplan -f deploy/postgresql.sql
-- and again after every migration that adds tables: it can be repeated.
-- Passwords: \password unionplan_owner, \password unionplan_web.

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['unionplan_owner', 'unionplan_web']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

GRANT ALL ON SCHEMA public TO unionplan_owner;
GRANT USAGE ON SCHEMA public TO unionplan_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO unionplan_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO unionplan_web;
ALTER DEFAULT PRIVILEGES FOR ROLE unionplan_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO unionplan_web;
ALTER DEFAULT PRIVILEGES FOR ROLE unionplan_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO unionplan_web;

SELECT format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM unionplan_web', tablename)
FROM pg_tables
WHERE schemaname = 'public'
  AND tablename IN ('progress_app_posting', 'progress_app_review', 'unions_app_auditevent',
    'reports_app_sample', 'reports_app_samplestratum', 'reports_app_sampleitem',
    'reports_app_finding', 'reports_app_verification')
\gexec
