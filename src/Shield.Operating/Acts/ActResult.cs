using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Operating.Effects;
using Shield.Operating.Reading;

namespace Shield.Operating.Acts;

/// <summary>What came of the acts of one command, before it is told as JSON or as text.</summary>
/// <param name="Acts">As they were recorded: at least one, all of one kind and by one person.</param>
public sealed record ActResult(ImmutableArray<Act> Acts)
{
    /// <summary>Null where nothing was reconciled: <c>--record-only</c>, or nothing of ours on the PCE yet.</summary>
    public ReconcileEffect? Effect { get; init; }

    /// <summary>How their indicator stands now; of several, the first for which the act does not hold. Null where nobody looked.</summary>
    public Standing? Standing { get; init; }

    /// <summary>What would make them take effect; null where they do, or a person can only wait.</summary>
    public string? Remedy { get; init; }

    /// <summary>What the reconcile did beside them; null where it did nothing else.</summary>
    public AlsoRow? Also { get; init; }

    /// <summary>What of other people's covers their indicators still. Empty where nothing does, or it was not read.</summary>
    public ImmutableArray<Cover> Others { get; init; } = [];

    /// <summary>Who of us talked with them before; null where nobody asked.</summary>
    public TalkedWith? Traffic { get; init; }
}
