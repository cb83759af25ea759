settings-title = Your settings in { $team }
settings-saved = That is saved; it stands like this now.
settings-my-blog = Your blog
settings-my-readers = Your readers
settings-how-much = How much you recommend
settings-how-told = How you are told
settings-not-with = Not with…
settings-blog = Blog
settings-blog-anothers = Somebody else has shown that { $blog } is theirs, so no post of it can be put forward for you. Please name a blog of your own: Blog and feed. If this one is yours, send its address there again, and we say how to show it.
settings-blog-proved = It is yours: { $blog } is your blog here now.
settings-blog-kept = Your blog here is { $blog }.
settings-claim-other = **Another blog**: { $blog }, with the feed { $feed }. Until you have shown that it is yours, your blog here stays the one you have.
settings-claim-same = **Show that { $blog } is yours**, as somebody else has; then its posts can be put forward again.
settings-button-keep-other = Keep the blog I have
settings-button-keep-same = Not now
settings-feed = Feed
settings-feed-active = read without trouble
settings-feed-failing = { $fault ->
    [not_found] nothing is at that address
    [gone] the address says that it is gone for good
    [forbidden] the address does not let us in
    [challenged] the address lets no robots in, and we are one
    [too_many] the address asks us to come less often
    [timeout] the address takes too long to answer
    [unreachable] nobody answers at that address
    [refused] it leads to no public place on the web, and we open no other
    [too_large] it is too large to read
    [redirect] the address sends us round and round
    [html] that is a page, not a feed
    [empty] nothing is in it
    [not_a_feed] that is not a feed
   *[other] it cannot be read at the moment
 }
settings-feed-gone = the address says that it is gone for good, so we have stopped reading it; please name another, or the same once it is back
settings-feed-suspended = not read any more, after three months without an answer; please name another, or the same once it is back
settings-feed-last = last read { $when }
settings-load = Recommendations a week
settings-load-team = { $load ->
    [one] as many as the team's rule says: one
   *[other] as many as the team's rule says: { $load }
 }
settings-load-own = { $load ->
    [0] none for now
    [one] one
   *[other] { $load }
 }
settings-hemisphere = Where your readers have their summer
settings-hemisphere-north = in the north
settings-hemisphere-south = in the south
settings-hemisphere-both = everywhere
settings-places = Places your readers live in
settings-places-none = none named yet, so you are asked for no post that is for one place alone
settings-topics = Topics
settings-topics-none = none named yet
settings-languages = Languages
settings-languages-none = none named yet, so you may be asked to recommend posts in any language
settings-languages-means = You are asked only for people who share one of these with you, or have named none, and only they are asked for you.
settings-languages-unknown = { $like ->
    [none] “{ $name }” is no language that we know. It stays as you wrote it; only who writes it the same way shares it with you.
   *[other] “{ $name }” is no language that we know: did you mean { $like }? As it is, only who writes it the same way shares it with you.
 }
settings-by-dm = Direct messages
settings-by-dm-on = your week and your news come by direct message
settings-by-dm-off = off; everything waits behind My week
settings-dm-closed = Discord would not let us send you a direct message. Open your direct messages for this server, then turn them on again here.
settings-ping = Pings
settings-ping-on = the week's card pings you when you have a recommendation in it
settings-ping-off = off
settings-remind = Weekly reminder
settings-remind-on = once a week, two days before its end, of what is still open
settings-remind-off = off
settings-quiet = Quiet hours
settings-quiet-own = { $begins } to { $ends } in { $zone }; what we would send then waits until they are over
settings-quiet-team = { $begins } to { $ends } in { $zone }, your team's time zone; what we would send then waits until they are over
settings-quiet-none = No quiet hours
settings-hour = { $hour }:00
settings-apart = You are not matched with
settings-apart-none = nobody in particular
settings-apart-how = { $most ->
    [one] Choose one person at most with whom you would rather not be matched: neither of you is asked to recommend the other.
   *[other] Choose up to { $most } people with whom you would rather not be matched: neither of you is asked to recommend the other.
 } No reason is asked, nobody is told, and you can take it back here.
settings-newest = Your newest post
settings-newest-on = a day before posts are in, it is offered to you with a draft, if you have put none forward
settings-newest-off = not offered before posts are in
settings-thread = Offers' thread
settings-thread-on = you can offer one post a week there, by a button on your posts
settings-thread-off = off; your posts have no button for it
settings-button-feed = Blog and feed
settings-button-topics = Topics
settings-button-places = Places
settings-button-by-dm-on = Turn direct messages on
settings-button-by-dm-off = Turn direct messages off
settings-button-ping-on = Turn pings on
settings-button-ping-off = Turn pings off
settings-button-languages = Languages
settings-button-quiet = Quiet hours
settings-button-remind-on = Remind me weekly
settings-button-remind-off = Stop the weekly reminder
settings-button-newest-on = Offer me my newest post
settings-button-newest-off = Stop offering my newest post
settings-button-thread-on = Show me the offers' thread
settings-button-thread-off = Hide the offers' thread
settings-menu-load = How many you recommend a week
settings-menu-hemisphere = Where your readers have their summer
settings-menu-apart = Not matched with
settings-form-languages = Languages
settings-form-languages-languages = Languages you blog and read in
settings-form-languages-help = The main one first, separated by commas, such as German, English, or de, en
settings-form-quiet = Quiet hours
settings-form-quiet-begins = Nothing is sent from
settings-form-quiet-ends = until
settings-form-feed = Blog and feed
settings-form-topics = Topics
settings-form-topics-topics = What you write about
settings-form-topics-help = Separated by commas, such as tea, soups, slow cooking
settings-form-places = Places your readers live in
settings-form-places-places = Places
settings-form-places-help = Separated by commas, such as Lagos, Nigeria; a post for a place goes to who names it
feed-others = { $others ->
    [one] Your blog announces another feed. If that is the one with your posts, choose it here.
   *[other] Your blog announces { $others } other feeds. If one of them is the one with your posts, choose it here.
 }
feed-menu-another = Another feed
