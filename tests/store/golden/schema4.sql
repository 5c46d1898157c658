BEGIN TRANSACTION;
CREATE TABLE chains(job TEXT PRIMARY KEY, events INTEGER NOT NULL, head INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;
INSERT INTO "chains" VALUES('04hmasw9',15,6771692313624942038);
CREATE TABLE events(seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, job TEXT NOT NULL,
  event TEXT NOT NULL, instance INTEGER, attempt INTEGER, cause TEXT, body TEXT NOT NULL,
  checksum INTEGER NOT NULL) STRICT;
INSERT INTO "events" VALUES(1,1700000000000000,'04hmasw9','job_started',NULL,NULL,NULL,'{}',5769030737499936108);
INSERT INTO "events" VALUES(2,1700000000000001,'04hmasw9','job_cancel_requested',NULL,NULL,NULL,'{"by":"ada"}',-3295287937429673162);
INSERT INTO "events" VALUES(3,1700000000000002,'04hmasw9','job_paused',NULL,NULL,NULL,'{"reason":"Ctrl-C"}',-9125517083072571089);
INSERT INTO "events" VALUES(4,1700000000000003,'04hmasw9','job_resumed',NULL,NULL,NULL,'{}',7058492587325646767);
INSERT INTO "events" VALUES(5,1700000000000004,'04hmasw9','attempt_intended',7,1,NULL,'{"instance":7,"attempt":1}',2748820784311864667);
INSERT INTO "events" VALUES(6,1700000000000005,'04hmasw9','session_accepted',7,1,NULL,'{"instance":7,"attempt":1,"placement":{"node":"here","granted":{"cpu":1500000},"gpus":[[0,500]]},"handle":"pid 12"}',-919661293542672117);
INSERT INTO "events" VALUES(7,1700000000000006,'04hmasw9','session_started',7,1,NULL,'{"instance":7,"attempt":1,"isolation":"cgroup"}',1033118239355285299);
INSERT INTO "events" VALUES(8,1700000000000007,'04hmasw9','attempt_ended',7,1,'exit_code(3)','{"instance":7,"attempt":1,"cause":"exit_code(3)","message":"exit code 3"}',4823530245252547503);
INSERT INTO "events" VALUES(9,1700000000000008,'04hmasw9','attempt_absent',7,1,NULL,'{"instance":7,"attempt":1}',627669103043394363);
INSERT INTO "events" VALUES(10,1700000000000009,'04hmasw9','attempt_unknown',7,1,NULL,'{"instance":7,"attempt":1}',2996005687071827575);
INSERT INTO "events" VALUES(11,1700000000000010,'04hmasw9','instance_retrying',7,1,NULL,'{"instance":7,"attempt":1,"until":1700000000000003}',-3515574133854755614);
INSERT INTO "events" VALUES(12,1700000000000011,'04hmasw9','attempt_ended',7,2,NULL,'{"instance":7,"attempt":2,"folder":"artifacts/ab/cd","outputs":{"model":{"$artifact":["artifacts/ab/cd","sha256:12",true]},"rows":12}}',-2861092869950273465);
INSERT INTO "events" VALUES(13,1700000000000012,'04hmasw9','instance_ended',7,0,'upstream','{"instance":7,"state":"upstream_failed","cause":"upstream"}',1516983871672740599);
INSERT INTO "events" VALUES(14,1700000000000013,'04hmasw9','late_ignored',7,2,NULL,'{"instance":7,"attempt":2,"what":"finished"}',-5322168011070913703);
INSERT INTO "events" VALUES(15,1700000000000014,'04hmasw9','job_ended',NULL,NULL,'fail_fast','{"state":"failed","cause":"fail_fast"}',6771692313624942038);
CREATE TABLE jobs(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  pipeline_name TEXT NOT NULL, version TEXT NOT NULL, pipeline TEXT NOT NULL,
  children TEXT NOT NULL, folder TEXT NOT NULL,
  params TEXT NOT NULL, backend TEXT NOT NULL, slots TEXT NOT NULL, "order" TEXT NOT NULL,
  python TEXT NOT NULL,
  clean_env INTEGER NOT NULL, owner TEXT NOT NULL,
  reuses TEXT NOT NULL, engine TEXT NOT NULL, created INTEGER NOT NULL,
  checksum INTEGER NOT NULL) STRICT;
INSERT INTO "jobs" VALUES(1,'04hmasw9','night','digits','sha256:00ff','name: digits
tasks: {}
','','/somewhere','{"rate": 0.1, "name": "ü\n\"''; --"}','local','{"cpu": 4}','critical_path','/usr/bin/python3',1,'ada','','0.1.0',1700000000000001,-4887821848776540840);
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('epoch','1',2468186566775218454);
INSERT INTO "meta" VALUES('id','495c9531',4052201500431482571);
INSERT INTO "meta" VALUES('jobs','1',-4759375732122422844);
INSERT INTO "meta" VALUES('schema','4',-6359952536848119943);
CREATE INDEX events_of_job ON events(job);
CREATE VIEW history AS SELECT seq, strftime('%Y-%m-%dT%H:%M:%fZ', time / 1e6, 'unixepoch') AS time,
  job, event, instance, attempt, cause, body FROM events;
COMMIT;
PRAGMA application_id=1751414649;
