-- The programs' logins. Run by psql as the owner, once, when the database is made; see docker-compose.yml. What their roles
-- may do is said by "npm run migrate" (libs/platform/database/upkeep/grants.ts); it lets nobody else in: who watches the database is to be given
-- GRANT CONNECT ON DATABASE. PROGRAMS_PASSWORD (publisher), WORKERS_PASSWORD (channel
-- workers), REGISTRAR_PASSWORD and GATEWAY_PASSWORD: in the environment.
\set ON_ERROR_STOP on
\getenv programs_password PROGRAMS_PASSWORD
\getenv workers_password WORKERS_PASSWORD
\getenv registrar_password REGISTRAR_PASSWORD
\getenv gateway_password GATEWAY_PASSWORD
CREATE ROLE siar_app NOLOGIN;
CREATE ROLE siar_worker NOLOGIN;
CREATE ROLE siar_gateway NOLOGIN;
CREATE ROLE siar_registrar NOLOGIN;
-- Of max_connections (docker-compose.yml) each has a share: whoever takes one over takes no connection from the others. A
-- program takes at most 2 × DATABASE_POOL and a few more; with more of them both want raising. A gateway takes DATABASE_POOL and
-- three: its login has enough for two, and for no crowd of sessions that burn processor and memory, which no setting forbids.
CREATE ROLE siar_programs LOGIN CONNECTION LIMIT 80 PASSWORD :'programs_password' IN ROLE siar_app;
CREATE ROLE siar_workers LOGIN CONNECTION LIMIT 80 PASSWORD :'workers_password' IN ROLE siar_worker;
CREATE ROLE siar_pages LOGIN CONNECTION LIMIT 30 PASSWORD :'gateway_password' IN ROLE siar_gateway;
CREATE ROLE siar_citizens LOGIN CONNECTION LIMIT 60 PASSWORD :'registrar_password' IN ROLE siar_registrar;
-- What a login sorts or gathers beyond its memory goes to the volume of the database: whoever takes one over must not fill it. Only
-- a superuser sets this limit, and so no client lifts it.
ALTER ROLE siar_pages SET temp_file_limit = '64MB';
ALTER ROLE siar_citizens SET temp_file_limit = '2GB';
ALTER ROLE siar_workers SET temp_file_limit = '2GB';
