plan-title = The coming plan of { $team }
plan-open = Posts are in by { $close }, and the plan comes out on { $publish }. As things stand, it would be this:
plan-closed = Posts are in. The plan comes out by itself on { $publish }.
plan-posts = { $posts ->
    [0] No post is put forward for it.
    [one] One post is put forward for it:
   *[other] { $posts } posts are put forward for it:
 }
plan-nothing = Without a post there is no plan, and nobody is pinged.
plan-post = “{ $title }” by { $author }
plan-shelved = { $shelved ->
    [one] One more would come from its author's shelf, if they put nothing forward.
   *[other] { $shelved } more would come from their authors' shelves, if they put nothing forward.
 }
plan-few = Few posts, so less is asked than members have time for.
plan-light = It is a light week: nobody is asked for more than one.
plan-build = { $build ->
    [one] It was built again once.
   *[other] It was built again { $build } times.
 }
plan-even-now-even = Over the last eight weeks with a plan everybody on the team was recommended about as often as they recommended.
plan-even-now-none = Nothing has been recommended yet, so it is too early to say how even it is.
plan-even-now-not_yet = Over the last eight weeks with a plan it is not even yet; the next plans mend that.
plan-even-after-even = If all of this plan is done, it is even.
plan-even-after-not_yet = If all of this plan is done, it is not quite even yet; the plans after it mend that.
plan-private = Who is asked to recommend whom is shown to those who are asked, and to nobody else.
plan-log = What you press here stands in a log that every member can read.
plan-logged = It stands in the log that every member can read.
plan-how-publish = Publish now: the plan comes out before its hour. Who is asked has it earlier; the week ends when it would.
plan-how-rebuild = Build it again: where several plans are equally fair, another one is drawn. The posts in it stay.
plan-how-light = Make it light: nobody is asked for more than one.
plan-how-full = Make it an ordinary week: everybody is asked for as many as they usually take.
plan-button-show = See the coming plan
plan-button-publish = Publish now
plan-button-rebuild = Build it again
plan-button-light = Make it light
plan-button-full = Make it an ordinary week
plan-sure-title = Publish it now?
plan-sure = { $posts ->
    [one] One post is put forward for it.
   *[other] { $posts } posts are put forward for it.
 } It comes out at once, the channel is told, and it cannot be taken back. Otherwise it comes out by itself on { $publish }.
plan-button-sure = Yes, publish it now
plan-published-title = The plan is out
plan-published = { $posts ->
    [one] One post is in it.
   *[other] { $posts } posts are in it.
 } Whoever is asked for something reads it in private.
plan-rebuilt = Built again. Where several plans were equally fair, another one was drawn.
plan-lightened = It is a light week now: nobody is asked for more than one.
plan-ordinary = It is an ordinary week again.
news-light_week = { $team } has had { $weeks } full weeks in a row. Would a light one do everybody good? In a light week nobody is asked for more than one recommendation. The coming plan is out on { $publishes_at }; without an answer it is an ordinary one.
method-title = How the plans of { $team } are made
method-share = Everybody helps about as much as they are helped. The plan counts one thing only: how often you recommended somebody, and how often you were recommended. Readers, likes and followers count for nothing, and nobody is ranked.
method-count = First it settles how many: each post gets about as many recommendations as the others, and a few more where its author has recommended more often than they were recommended. { $load ->
    [one] Each of us is asked for one, or as many as they say in /me settings, and never for more than there are posts of others.
   *[other] Each of us is asked for { $load }, or as many as they say in /me settings, and never for more than there are posts of others.
 }
method-pairs = Then it settles who: you are asked for those whom you have recommended least often so far. Among these it looks at the season where your readers are, at topics that you share, and at language. What is still equal is drawn by lot, and never by who joined first.
method-ahead = A newcomer is helped at once, up to a week's worth in advance. Who has been recommended much more often than they recommended has their turn again once they have recommended somebody; and who has recommended much more often is asked for less until it is made up to them.
method-no = Saying no costs nothing but the help itself: a recommendation that was not made is not counted. While you are away nothing is counted, either way.
method-why = Each of your own recommendations says why it is yours, in My week. Those of others are for them alone.
method-even-even = Over the last eight weeks with a plan everybody on the team was recommended about as often as they recommended.
method-even-not_yet = Over the last eight weeks with a plan it is not even yet. The next plans mend that.
method-even-none = Nothing has been recommended yet, so it is too early to say how even it is.
method-button = How this was planned
left-out-post_later = Your post has no turn in this plan: so far you were recommended more often than you recommended ({ $less } more). { $more ->
    [one] Once you have recommended one more post, it has its turn again.
   *[other] Once you have recommended { $more } more posts, it has its turn again.
 }
left-out-post_later-late = Your post has no turn in this plan: recommendations of an earlier one may still come, and those are counted first. { $more ->
    [one] It has its turn again once that is settled, or once you have recommended one more post.
   *[other] It has its turn again once that is settled, or once you have recommended { $more } more posts.
 }
left-out-post_nobody = Your post has no turn in this plan: nobody was free for it this week. It waits for the next one.
left-out-asked_few_posts = { $posts ->
    [0] Nothing is asked of you, because no post of anybody else is in this plan.
    [one] You are asked for less than you have time for, because only one post of others is in this plan.
   *[other] You are asked for less than you have time for, because only { $posts } posts of others are in this plan.
 }
left-out-asked_after = You are asked for less than you have time for: so far you recommended more often than you were recommended ({ $balance } more), and first your own posts are to be recommended for it.
left-out-asked_enough = You are asked for less than you have time for: this week needed no more of you.
week-light = It is a light week: nobody is asked for more than one.
card-week-light = A light week: nobody is asked for more than one.
assignment-day = A day that may suit you: { $weekday }, { $day } { $month }.
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
