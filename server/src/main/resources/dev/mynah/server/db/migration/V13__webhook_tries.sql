-- Every try of a callback, as long as the callback itself is kept.
create table webhook_try (
  delivery_id varchar(32) not null references webhook_delivery (id) on delete cascade,
  number      integer     not null, -- 1, 2, ...
  started_at  bigint      not null, -- sent as webhook-timestamp, in whole seconds
  took_millis bigint      not null,
  signature   text,                 -- sent as webhook-signature; null if nothing was sent
  status      integer,
  error       varchar(200),
  answer      text,
  primary key (delivery_id, number)
);
create index webhook_delivery_by_owner on webhook_delivery (owner_id, created_at);
