using System.Collections.Immutable;
using Shield.Cli.Acts;
using Shield.Cli.Printing;
using Shield.Core.Feeds;
using Shield.Core.Findings;
using Shield.Operating.Acts;

namespace Shield.Cli.Threats;

/// <summary>What of a list becomes blocks, and what does not and why.</summary>
internal sealed record Import
{
    public required FeedReading Reading { get; init; }

    /// <summary>Those that are recorded.</summary>
    public required ImmutableArray<FeedLine> Lines { get; init; }

    /// <summary>The first of them, with position and reason; what the list has wrong comes before what may not be blocked.</summary>
    public required ImmutableArray<Rejection> Rejected { get; init; }

    public required long RejectedCount { get; init; }

    /// <summary>The list says that they have ended.</summary>
    public required int Ended { get; init; }

    /// <summary>The list says that they hold from a later moment on.</summary>
    public required int NotYet { get; init; }

    /// <summary>The list takes them back.</summary>
    public required int Revoked { get; init; }

    /// <param name="reading">The list.</param>
    /// <param name="faultOf">Why one may not be blocked; null where it may.</param>
    /// <param name="now">The moment.</param>
    public static Import Of(FeedReading reading, Func<FeedLine, string?> faultOf, DateTimeOffset now)
    {
        var current = reading.Lines.Where(line => line.IsInForceAt(now)).ToList();
        var judged = current.Select(line => (Line: line, Fault: faultOf(line))).ToList();
        var refused = judged.Where(one => one.Fault is not null).ToList();
        return new Import
        {
            Reading = reading,
            Lines = [.. judged.Where(one => one.Fault is null).Select(one => one.Line)],
            Rejected =
            [
                .. reading.Rejected,
                .. refused.Take(FeedReading.MostRejected).Select(one => new Rejection(reading.Source, one.Line.Position, one.Fault!)),
            ],
            RejectedCount = reading.RejectedCount + refused.Count,
            Ended = reading.Lines.Count(line => !line.IsRevoked && line.HasEndedBy(now)),
            NotYet = reading.Lines.Count(line => !line.IsRevoked && !line.HasEndedBy(now) && line.BeginsAfter(now)),
            Revoked = reading.Lines.Count(line => line.IsRevoked),
        };
    }

    /// <summary>Why nothing is recorded at all; null where something is.</summary>
    public ErrorAnswer? WhyNothing =>
        Reading.IsCut
            ? ErrorAnswer.Of(
                "too-many",
                $"nothing was recorded: {Reading.Source} names more than {IndicatorInputs.Most} indicators, "
                    + "which are too many for one command"
            )
        : Lines.IsEmpty
            ? new ErrorAnswer(
                new ErrorDetail
                {
                    Code = "indicators",
                    Message = $"nothing was recorded: {Reading.Source} names nobody who can be blocked now{Counts}",
                    Faults = Rejected.IsEmpty ? null : [.. Rejected.Select(one => $"{one.Position}: {one.Reason}")],
                }
            )
        : null;

    private string Counts =>
        string.Concat(
            new[]
            {
                (Ended, "ended"),
                (NotYet, "hold from a later moment on"),
                (Revoked, "taken back"),
                (RejectedCount, "rejected"),
                (Reading.NotOurs.Values.Sum(), "no address and no domain"),
            }
                .Where(one => one.Item1 > 0)
                .Select(one => $", {one.Item1} {one.Item2}")
        );
}

/// <param name="Import">What was read.</param>
/// <param name="Acts">What came of what was recorded.</param>
internal sealed record ImportResult(Import Import, ActResult Acts);
