using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Shield.Core.Ledger;

namespace Shield.Core.Telling;

/// <summary>
/// What was told last on one channel: how far in history, who is known to wait, what is known to be wrong. It grows with what waits and
/// what is wrong, never with what is blocked.
/// </summary>
public sealed record Told
{
    /// <summary>The number of the last record of history that is done with.</summary>
    public required long History { get; init; }

    /// <summary>Its date: from there on history is read.</summary>
    public required DateTimeOffset HistoryAt { get; init; }

    /// <summary>Who was told as held and still is; of each name a digest, since there may be thousands.</summary>
    public ImmutableArray<string> Held { get; init; } = [];

    /// <summary>Acts, by their ids, that were told and are in force.</summary>
    public ImmutableArray<string> RemovedByHand { get; init; } = [];

    public ImmutableArray<ToldProblem> Problems { get; init; } = [];

    /// <summary>The id of the news of the pause that was told; null where none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Paused { get; init; }

    /// <summary>A channel that is new: what waits and what is wrong is told, and what happened before is not.</summary>
    /// <param name="before">History as it was before the first reconcile that is told.</param>
    /// <param name="now">When that is.</param>
    public static Told Nothing(HistoryTail before, DateTimeOffset now) =>
        new() { History = before.Last?.Sequence ?? 0, HistoryAt = before.Last?.At ?? now - TimeSpan.FromDays(1) };

    /// <summary>What is to be told, and what was told once that is done.</summary>
    /// <param name="now">What holds now.</param>
    /// <param name="interest">Which news the channel wants; what it does not want counts as told, or is asked about again.</param>
    /// <param name="isQuiet">What can wait, waits (<see cref="NewsKinds.IsUrgent"/>).</param>
    public (ImmutableArray<News> News, Told Then) Tell(Standing now, Interest interest, bool isQuiet)
    {
        var news = ImmutableArray.CreateBuilder<News>();
        var then = this;
        if (!isQuiet && !now.History.Records.IsEmpty)
        {
            var happened = HistoryNews.Since(History, HistoryAt, now);
            news.AddRange(happened.News.Where(interest.Wants));
            then = then with { History = happened.End, HistoryAt = happened.EndAt };
        }

        if (now.Loop is { } loop)
        {
            then = then with
            {
                Held = Next(Held, loop.Held, one => Digest(one.Indicator!), canTell: true),
                RemovedByHand = Next(RemovedByHand, loop.RemovedByHand, one => one.Id, canTell: !isQuiet),
                Paused = isQuiet ? Paused : Pause(loop.Paused),
            };
        }

        then = then with { Problems = [.. Problems.SelectMany(Standing), .. now.Problems.Where(IsNew).SelectMany(First)] };
        return (news.ToImmutable(), then);

        // Who is gone is forgotten, and told anew where it comes back. Who is not wanted is not noted: a severity may grow.
        ImmutableArray<string> Next(ImmutableArray<string> told, ImmutableArray<News> standing, Func<News, string> keyOf, bool canTell)
        {
            var known = told.ToHashSet(StringComparer.Ordinal);
            var next = ImmutableArray.CreateBuilder<string>();
            foreach (var one in standing)
            {
                var isKnown = known.Contains(keyOf(one));
                if (!isKnown && (!canTell || !interest.Wants(one)))
                {
                    continue;
                }

                next.Add(keyOf(one));
                if (!isKnown)
                {
                    news.Add(one);
                }
            }

            return next.ToImmutable();
        }

        string? Pause(News? paused)
        {
            if (paused is null && Paused is not null)
            {
                Add(Over("paused", Paused, "the pause is over: new blocks are made again"));
            }

            if (paused is null || paused.Id == Paused || !interest.Wants(paused))
            {
                return paused?.Id == Paused ? Paused : null;
            }

            news.Add(paused);
            return paused.Id;
        }

        IEnumerable<ToldProblem> Standing(ToldProblem told)
        {
            var problem = now.Problems.FirstOrDefault(one => one.Key == told.Key);
            if (problem is null)
            {
                if (!now.Knows(told.Key))
                {
                    return [told];
                }

                if (told.IsTold && isQuiet)
                {
                    return [told];
                }

                if (told.IsTold)
                {
                    Add(Over(told.Key, told.Since.ToString("O"), $"over, seen first at {told.Since.ToText()}: {told.Text}"));
                }

                return [];
            }

            return [told.IsTold ? told : TellIfDue(problem, told.Since)];
        }

        bool IsNew(Problem problem) => !Problems.Any(told => told.Key == problem.Key);

        IEnumerable<ToldProblem> First(Problem problem)
        {
            var first = TellIfDue(problem, now.Now);
            return first.IsTold || problem.Patience > TimeSpan.Zero ? [first] : [];
        }

        ToldProblem TellIfDue(Problem problem, DateTimeOffset since)
        {
            var one = problem.ToNews(since);
            var isDue = now.Now - since >= problem.Patience && (!isQuiet || problem.Kind.IsUrgent()) && interest.Wants(one);
            if (isDue)
            {
                news.Add(one);
            }

            return new ToldProblem(problem.Key, since, isDue, Cut(problem.Text));
        }

        void Add(News one)
        {
            if (interest.Wants(one))
            {
                news.Add(one);
            }
        }

        News Over(string key, string since, string text) =>
            new()
            {
                Id = News.IdOf(NewsKind.Recovered, key, since),
                Kind = NewsKind.Recovered,
                At = now.Now,
                Text = text,
            };
    }

    private static string Cut(string text) => text.Length <= 300 ? text : text[..300];

    private static string Digest(string name) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 9));

    public bool Equals(Told? other) =>
        other is not null
        && History == other.History
        && HistoryAt == other.HistoryAt
        && Paused == other.Paused
        && Held.SequenceEqual(other.Held)
        && RemovedByHand.SequenceEqual(other.RemovedByHand)
        && Problems.SequenceEqual(other.Problems);

    public override int GetHashCode() => HashCode.Combine(History, Held.Length, Problems.Length);
}

/// <summary>A problem that was seen.</summary>
/// <param name="Key">As <see cref="Problem.Key"/>.</param>
/// <param name="Since">When it was seen first.</param>
/// <param name="IsTold">False while it may still pass by itself.</param>
/// <param name="Text">For whoever is told that it is over.</param>
public sealed record ToldProblem(string Key, DateTimeOffset Since, bool IsTold, string Text);
