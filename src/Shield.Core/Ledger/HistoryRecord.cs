using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shield.Core.Ledger;

public enum HistoryKind
{
    /// <summary>Written before the first PUT: what is about to change, and who or what asked.</summary>
    Intent,

    /// <summary>Written after the read-back: policy version and digest of what is active.</summary>
    Outcome,

    /// <summary>A set of additions that a limit kept back, so that an operator can accept exactly that set.</summary>
    KeptBack,

    /// <summary>The PCE refused entries of ours; which, and in what words.</summary>
    PceRefusal,

    /// <summary>Written before <c>init</c> puts one IP list in the place of another in somebody's rule.</summary>
    RuleChange,
}

/// <summary>One link of the hash chain. The content is JSON whose text is what was hashed, so it is stored and read as text.</summary>
public sealed record HistoryRecord
{
    /// <summary>Before the first record there is nothing to hash.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    public required long Sequence { get; init; }

    public required HistoryKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string PreviousHash { get; init; }

    public required string Content { get; init; }

    /// <summary>SHA-256 over all the rest, lower-case hex.</summary>
    public required string Hash { get; init; }

    public static HistoryRecord After(HistoryRecord? last, HistoryKind kind, DateTimeOffset at, string content)
    {
        var (sequence, previous) = last is null ? (1, Genesis) : (last.Sequence + 1, last.Hash);
        return new HistoryRecord
        {
            Sequence = sequence,
            Kind = kind,
            At = at,
            PreviousHash = previous,
            Content = content,
            Hash = HashOf(sequence, kind, at, previous, content),
        };
    }

    /// <summary>False where the record was changed, or one between it and <paramref name="previous"/> is missing.</summary>
    public bool Follows(HistoryRecord? previous) =>
        Hash == HashOf(Sequence, Kind, At, PreviousHash, Content)
        && (previous is null || (PreviousHash == previous.Hash && Sequence == previous.Sequence + 1));

    private static string HashOf(long sequence, HistoryKind kind, DateTimeOffset at, string previous, string content)
    {
        var text = string.Join(
            '\n',
            sequence.ToString(CultureInfo.InvariantCulture),
            kind,
            at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            previous,
            content
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>What the last outcome left active: our entries by list, each in the PCE's spelling. Its digest stands in the outcome.</summary>
public sealed record Baseline
{
    public required string OutcomeHash { get; init; }

    public required ImmutableArray<string> Inbound { get; init; }

    public required ImmutableArray<string> Outbound { get; init; }

    /// <summary>Null where there was no list for names.</summary>
    public ImmutableArray<string>? Domains { get; init; }
}

/// <param name="Records">Oldest first, without a gap.</param>
/// <param name="Baseline">Null before the first outcome.</param>
public sealed record HistoryTail(ImmutableArray<HistoryRecord> Records, Baseline? Baseline)
{
    public static readonly HistoryTail Empty = new([], null);

    public HistoryRecord? Last => Records is [] ? null : Records[^1];
}
