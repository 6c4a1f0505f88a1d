using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Reconciling;

namespace Shield.Cli.Ingest;

/// <summary>How many parties are blocked, held and ignored; the ignored ones by reason.</summary>
internal sealed record VerdictCounts(int Blocked, int Held, ImmutableSortedDictionary<string, int> Ignored)
{
    public static readonly VerdictCounts None = new(0, 0, ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal));

    /// <summary>With what is decided of some more.</summary>
    /// <param name="decided">Perhaps of others, too.</param>
    /// <param name="counts">Which of them count.</param>
    public VerdictCounts With(Decided decided, Predicate<Indicator> counts)
    {
        var (blocked, held, ignored) = (Blocked, Held, Ignored.ToBuilder());
        foreach (var decision in decided.Decisions.Where(decision => counts(decision.Indicator)))
        {
            switch (decision.Verdict)
            {
                case Verdict.Block:
                    blocked++;
                    break;
                case Verdict.Hold:
                    held++;
                    break;
                default:
                    ignored[decision.Reason] = ignored.GetValueOrDefault(decision.Reason) + 1;
                    break;
            }
        }

        return new VerdictCounts(blocked, held, ignored.ToImmutable());
    }
}
