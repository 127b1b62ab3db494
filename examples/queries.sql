-- Five queries on the table "timeline".  Each runs on its own with `dateline query`.

-- 1. What happened in a month?  Every event whose date can lie in February 2025, with its evidence.
select date_edtf, event_type, status, title, document_count, quote
from timeline
where date_start <= date '2025-02-28' and date_end >= date '2025-02-01'
order by date_start, date_end, title;

-- 2. Who dealt with whom, and how often?  Pairs of actors in calls, meetings and summits that took place.
select a.name as first_actor, b.name as second_actor, count(*) as encounters, min(date_start) as first_day, max(date_end) as last_day
from timeline as t, unnest(t.participants) as p(a), unnest(t.participants) as q(b)
where t.event_type in ('phone_call', 'meeting', 'summit') and t.status = 'occurred' and a.actor_id < b.actor_id
group by all
order by encounters desc, first_actor, second_actor;

-- 3. How does one actor's story run?  All that names Zelenskyy, whatever the spelling in the articles.
select date_edtf, event_type, status, title, location
from timeline
where exists (select 1 from unnest(participants) as p(actor) where actor.name ilike '%zelensk%')
order by date_start nulls last, title;

-- 4. Which events do several articles report, and over how many days?
select title, date_edtf, document_count, mention_count, last_published - first_published as days_of_coverage, confidence
from timeline
where document_count > 1
order by document_count desc, days_of_coverage desc, title;

-- 5. Where is the record weak?  Undated or inexact events and those on whose date reports disagree.
select event_type, title, date_edtf, date_precision, earliest, latest, date_conflicts, quote_url
from timeline
where date_precision <> 'day' or len(date_conflicts) > 0
order by date_precision, latest nulls last, title;
