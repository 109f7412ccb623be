-- Which accounts are one human: equal e-mail, else the same display name where it is unique on each side.
-- grain: person_id
-- not null: identity_id
-- check: select abs((select count(*) from identities) - (select count(*) from accounts))
-- check: select count(*) from (select identity_id from identities except select person_id from identities)
-- An identity is called after the smallest of its accounts. Bots are never joined with anybody.
-- What the hand-made list (named_people) says goes before an e-mail, and that before a name: an account that the list
-- names is joined with nobody by its display name.
with recursive by_hand as materialized (
    select accounts.person_id, min(named.person) as person
    from accounts
    join named_people as named
        on named.reason = ''
        and lower(named.account) in (accounts.email, lower(accounts.display_name), lower(accounts.person_id))
    where accounts.is_human
    group by accounts.person_id
),
by_email as materialized (
    select person_id, side, display_name, by_hand.person is not null as is_by_hand,
        min(person_id) over (
            partition by coalesce('hand:' || by_hand.person, 'mail:' || email, 'alone:' || person_id)
        ) as email_identity
    from accounts
    left join by_hand using (person_id)
    where is_human
),
unique_names as (
    select display_name, side, min(email_identity) as email_identity
    from by_email
    where display_name is not null and not is_by_hand
    group by display_name, side
    having count(distinct email_identity) = 1
),
edges as materialized (
    select distinct email_identity as node, min(email_identity) over (partition by display_name) as neighbour
    from unique_names
    union
    select distinct min(email_identity) over (partition by display_name), email_identity
    from unique_names
),
joined(node, root) using key (node) as (
    select node, least(node, min(neighbour)) from edges group by node
    union
    select smaller.node, smaller.root
    from (
        select edges.node, min(beside.root) as root
        from edges
        join recurring.joined as beside on beside.node = edges.neighbour
        group by edges.node
    ) as smaller
    join recurring.joined as held on held.node = smaller.node
    where smaller.root < held.root
)
select accounts.person_id, coalesce(joined.root, by_email.email_identity, accounts.person_id) as identity_id
from accounts
left join by_email on by_email.person_id = accounts.person_id
left join joined on joined.node = by_email.email_identity
