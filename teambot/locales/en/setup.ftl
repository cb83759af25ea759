setup-title = Your team in this channel
setup-state-setting_up = Nobody is invited yet. Defaults are fine: name the founders below, then press Found the team.
setup-state-named = { $founders ->
    [1] One founder is named; two more make a team. Name them below, then press Found the team.
    [2] Two founders are named; one more makes a team. Name them below, then press Found the team.
   *[other] { $founders } founders are named, and nobody is invited yet: press Found the team.
 }
setup-state-forming = { $missing ->
    [one] The founders are invited. One more has to join, then the team forms.
   *[other] The founders are invited. { $missing } more have to join, then the team forms.
 }
setup-state-sleeping = The team sleeps: it has fewer than three active members. They, too, change these things by vote.
setup-state-closed = The team has closed. What is left of it is deleted 30 days after.
setup-state-active = The team has formed. From now on its members change these things by vote.
setup-moved = The team's old channel is gone, so it lives here now.
setup-name = Name
setup-niche = Niche
setup-times = Week
setup-times-words = posts in by { $close }, plan on { $publish }, zone { $zone }
setup-load = Load
setup-load-words = { $load ->
    [one] one recommendation a week each, unless they say otherwise
   *[other] { $load } recommendations a week each, unless they say otherwise
 }
setup-founders = Founders
setup-founders-none = nobody yet
setup-joined = joined
setup-charter = Charter
setup-charter-words = { $clauses ->
    [one] one clause, version { $version }
   *[other] { $clauses } clauses, version { $version }
 }
setup-role = Role
setup-role-none = none; a team needs no role
setup-button-name = Name and niche
setup-button-times = Times and zone
setup-button-charter = Charter
setup-button-found = Found the team
setup-menu-founders = Founders: whom to invite
setup-menu-role = The team's role, if there is one
setup-form-name = Name and niche
setup-form-name-name = Name of the team
setup-form-name-niche = What you all write about
setup-form-times = Times and zone
setup-form-times-close = Posts are in by
setup-form-times-close-help = A weekday and a time, such as Sunday 18:00
setup-form-times-publish = The plan is out on
setup-form-times-publish-help = A weekday and a time, such as Monday 09:00
setup-form-times-zone = Time zone
setup-form-times-zone-help = Such as Europe/London, America/New_York or UTC
setup-form-times-load = Recommendations a week, each
setup-form-charter = The charter
setup-form-charter-text = Clauses, one a line
setup-form-charter-help = Every founder reads and accepts them. An edit before the team forms asks again.
weekday-time = { $day ->
    [0] Monday { $time }
    [1] Tuesday { $time }
    [2] Wednesday { $time }
    [3] Thursday { $time }
    [4] Friday { $time }
    [5] Saturday { $time }
   *[6] Sunday { $time }
 }
