using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;

namespace Shield.Console.Map;

/// <summary>Whom the map asks. None of it can write.</summary>
public sealed record MapSources
{
    public required ILedgerReader Ledger { get; init; }

    public required SituationReader Situation { get; init; }

    /// <summary>Null where no PCE is configured that could be asked from here.</summary>
    public required PceClient? Pce { get; init; }

    public required PceOptions Options { get; init; }
}
