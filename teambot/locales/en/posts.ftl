post-form-submit = Put a post forward
post-form-edit = Change your post
post-form-url = Address of the post
post-form-title = Title
post-form-reader-line = Reader line
post-form-reader-line-help = One sentence: what does a reader get from it?
post-form-hook = A hook, if you like
post-form-hook-help = An angle that others may start from, in their own words
post-form-money = Money in it
post-form-months = Months in which it makes sense
post-form-months-help = None chosen: all year. More by Season and place, afterwards.
money-none = none
money-affiliate = affiliate links
money-sponsored = sponsored
money-own_product = my own product
money-shown-affiliate = affiliate links
money-shown-sponsored = ad
money-shown-own_product = own product
submitted-title = Your post is in
submitted = { $title } is put forward for the plan that comes out on { $publish }; posts for it are in by { $close }.
submitted-replaced = { $title } went to your shelf, which gives a post to a plan for which you put nothing forward.
shelved-title = Kept on your shelf
shelved = { $title } is safe on your shelf. A plan for which you put nothing forward takes a post from there, if one fits.
shelved-standing = Your post for the next plan is { $standing }; posts for it are in by { $close }. Clause 3: one post a week each.
shelved-money = Of any four recommended posts in a row at most one is sponsored or your own product, so { $others ->
    [one] one other post of yours goes first.
   *[other] { $others } other posts of yours go first.
 } Then it can go, and nothing you wrote is lost.
held-title = Kept until its season
held = { $title } waits until { $opens }: the next plan comes out in a month that you did not choose. Then it takes your place in a plan if that is free, and you hear of it either way.
edited = { $title } is changed.
edited-waiting = It is in for the next plan; posts for it are in by { $close }.
edited-waiting-closed = It is in for the plan that comes out on { $publish }.
edited-on-shelf = It is on your shelf.
edited-shelved = It is on your shelf now, as you have another post for that plan.
edited-held = It waits until { $opens }, when its season begins; you hear of it then.
withdrawn = { $title } is taken back. You can put it forward again whenever you like.
withdrawn-closed = { $title } is taken back, so the plan that comes out on { $publish } goes without a post of yours. You can put it forward again, for a later one.
withdrawn-running = { $title } is taken back: nobody is asked for it any more, and whoever was has been told. What was recommended already stays. Your next post goes into the next plan.
withdrawn-again = It was recommended, so it can be put forward again from { $again }.
withdrawn-again-now = Nobody has recommended it, so you can put it forward again for the next plan.
withdrawing-title = Take { $title } out of this week's plan?
withdrawing = { $asked ->
    [0] Nobody is still asked to recommend it,
    [one] One member is still asked to recommend it; they are told, kindly, that they need not,
   *[other] { $asked } members are still asked to recommend it; they are told, kindly, that they need not,
 } and it goes from the week's card. This was your one post of the week: no other takes its place.
withdrawing-done = { $done ->
    [one] One recommendation was made already. It stays, and so does the thanks for it.
   *[other] { $done } recommendations were made already. They stay, and so does the thanks for them.
 }
withdrawing-button-confirm = Yes, take it out
news-post_withdrawn = { $title } was taken back, so there is nothing left to recommend. Thank you for having been ready to.
nobody-there = Nobody on the team has readers there now, so it waits until somebody does.
post-button-use = Use it this week instead
post-button-use-short = Use it this week
post-button-shelve = Shelve
post-button-edit = Edit
post-button-season = Season and place
post-button-withdraw = Withdraw
post-button-read = Read it
post-button-offer = Offer it in the thread
list-title = Posts put forward
list-closed = In for the plan that comes out next
list-window = Makes sense: { $window }
list-held = Waiting for their season
list-held-until = Waits until { $opens }
list-waiting = For the next plan; posts are in by { $close }
list-waiting-none = Nothing yet. Put yours forward with /post submit.
list-running = In this week's plan
list-shelf = On your shelf
list-shelf-none = Your shelf is empty. It keeps posts for a week in which you have nothing new.
list-shelf-how = A plan for which you put nothing forward takes a post from here, if one fits.
list-shelf-next = As things stand, that is { $title } at the next close.
post-line-by = by { $author }
