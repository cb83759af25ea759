charter-title = The charter of { $team }
charter-version = Version { $version }
charter-accepted = You accepted this version.
charter-accepted-earlier = You accepted version { $version }. Please read this one and accept it.
charter-promises-title = What the bot promises, whatever anybody votes
charter-promises =
    One post a week each is recommended, never more, chosen by its author.
    Nobody joins, is removed, or has the charter or the rules changed on them except by a vote under the charter they accepted.
    Whoever a removal is about reads and answers it first. Ballots are secret.
    Work is shared fairly, and every line of yours says why. Nobody is ranked.
    Saying no is a right; nobody is told.
    Every recommendation reaches the post's author, with the name of who made it.
    You are asked to read, and to recommend in your own words; never for likes, votes or comments. Money in a post is declared.
    Your numbers are shown to you alone.
    You can leave with everything that is yours, and have it deleted.
    The bot reads nobody's messages.
charter-machine = Whoever runs the machine could look at what it keeps, as with any software.
refusal-clause = Clause { $number } of the charter: “{ $words }”
refusal-promise = The bot's promise { $number }: “{ $words }”
charter-may-join = You are invited. To join, have your blog's address at hand; by joining you accept these clauses.
charter-button-join = Join the team
charter-may-apply = Would you like to join? You ask with your own blog, and the members decide by vote.
charter-full = All places are taken at the moment. There is a waiting list, by date: whoever a member vouches for is on it, and the first vote opens when a place is free.
charter-button-apply = Apply to join
charter-button-accept = I accept
join-form = Join the team
join-form-blog = Your blog's address
join-form-feed = Its feed's address, if you know it
join-form-feed-help = The one feed readers use. Empty: we find it from your blog's address.
join-form-zone = Where you live, as a time zone
join-form-zone-help = Such as Europe/London. We send nothing at night there. Empty: the team's zone.
joined-title = Welcome to { $team }
joined-feed = We read your feed from now on: { $title }.
joined-items = { $items ->
    [0] It has no posts yet. New ones are offered to you behind My week, and by direct message once you turn those on.
    [one] It has one post. New ones are offered to you behind My week, and by direct message once you turn those on.
   *[other] It has { $items } posts. New ones are offered to you behind My week, and by direct message once you turn those on.
 }
joined-missing = { $missing ->
    [one] One more has to join, then the team forms.
   *[other] { $missing } more have to join, then the team forms.
 }
joined-formed = Posts for your first plan are in by { $close }.
joined-quiet = At night, by the clocks of { $zone }, we send you nothing; Quiet hours says when that is.
joined-next = Next: press My settings, or put a post forward with /post submit.
joined-next-forming = Next: press My settings. Posts can be put forward once the team has formed.
joined-button-settings = My settings
accepted = Thank you. You accepted version { $version } of the charter.
