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

    /// <summary>That additions were kept back, and how many; which ones says <see cref="KeptBackSet"/>.</summary>
    KeptBack,

    /// <summary>The PCE refused entries of ours; which, and in what words.</summary>
    PceRefusal,

    /// <summary>Written before <c>init</c> puts one IP list in the place of another in somebody's rule.</summary>
    RuleChange,

    /// <summary>
    /// A kind that this version does not know, since a later one wrote it; <see cref="HistoryRecord.KindName"/> says which. It is a link of
    /// the chain like any other, and no code of this version needs what it says.
    /// </summary>
    Later,
}

/// <summary>One link of the hash chain. The content is JSON whose text is what was hashed, so it is stored and read as text.</summary>
public sealed record HistoryRecord
{
    /// <summary>Before the first record there is nothing to hash.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    public required long Sequence { get; init; }

    /// <summary>As a store keeps the kind and as it is hashed: the name of a <see cref="HistoryKind"/>, or one of a later
    /// version.</summary>
    public required string KindName
    {
        get;
        init => (field, Kind) = (value, KindOf(value));
    }

    public HistoryKind Kind { get; private init; }

    public required DateTimeOffset At { get; init; }

    public required string PreviousHash { get; init; }

    public required string Content { get; init; }

    /// <summary>SHA-256 over all the rest, lower-case hex.</summary>
    public required string Hash { get; init; }

    public static HistoryRecord After(HistoryRecord? last, HistoryKind kind, DateTimeOffset at, string content) =>
        After(last, kind.ToString(), at, content);

    /// <param name="last">Null for the first record of all.</param>
    /// <param name="kind">See <see cref="KindName"/>.</param>
    /// <param name="at">When it is written.</param>
    /// <param name="content">What is kept, as JSON.</param>
    public static HistoryRecord After(HistoryRecord? last, string kind, DateTimeOffset at, string content)
    {
        var (sequence, previous) = last is null ? (1, Genesis) : (last.Sequence + 1, last.Hash);
        return new HistoryRecord
        {
            Sequence = sequence,
            KindName = kind,
            At = at,
            PreviousHash = previous,
            Content = content,
            Hash = HashOf(sequence, kind, at, previous, content),
        };
    }

    /// <summary>False where the record was changed, or one between it and <paramref name="previous"/> is missing.</summary>
    public bool Follows(HistoryRecord? previous) =>
        Hash == HashOf(Sequence, KindName, At, PreviousHash, Content)
        && (previous is null || (PreviousHash == previous.Hash && Sequence == previous.Sequence + 1));

    // By its exact name: Enum.TryParse alone would take a number, or several names with commas between them.
    private static HistoryKind KindOf(string name) =>
        Enum.TryParse<HistoryKind>(name, out var kind) && kind.ToString() == name ? kind : HistoryKind.Later;

    private static string HashOf(long sequence, string kind, DateTimeOffset at, string previous, string content)
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
