create table t(a integer primary key, b text);
insert into t(b) values ('ä'), ('b');
begin;
delete from t;
rollback;
