using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Acts;

namespace Shield.Operating.Undoing;

/// <summary>What a rollback would do, or did.</summary>
public sealed record RollbackResult
{
    public required EarlierPolicy Policy { get; init; }

    /// <summary>How many entries of ours were active then.</summary>
    public required int Then { get; init; }

    public required Rollback Rollback { get; init; }

    /// <summary>Blocks and unblocks that hold the entries there.</summary>
    public required ImmutableArray<Act> Acts { get; init; }

    /// <summary>Null where there is nothing to do.</summary>
    public required Foreseen? Foreseen { get; init; }

    /// <summary>What came of it; null where it was only shown, or there was nothing to do.</summary>
    public ActResult? Done { get; init; }
}
