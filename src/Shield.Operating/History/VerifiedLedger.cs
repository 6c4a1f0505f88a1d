using System.Collections.Immutable;
using Shield.Operating.Checks;

namespace Shield.Operating.History;

/// <summary>What <c>history verify</c> found, before it is told as JSON or as text.</summary>
/// <param name="Checks">Each thing that was compared; one that could not be is skipped and says why.</param>
/// <param name="History">Where history ends; null where it cannot be read.</param>
/// <param name="Acts">Where the acts end; null where they cannot be read.</param>
public sealed record VerifiedLedger(ImmutableArray<ExaminedRow> Checks, ChainEnd? History, ChainEnd? Acts)
{
    /// <summary>What no check speaks of.</summary>
    public static readonly ImmutableArray<string> NotCovered =
    [
        "evidence: sightings, finding states, own addresses, the PCE's remembered addresses and resolved names have no chain. "
            + "Whoever can write the ledger can invent a sighting or take one away",
        "the lease, and when the workloads were last read: they only save time",
        "the set that was kept back last: whoever can write the ledger can add to what apply --accept-plan lets pass the limits",
        "acts and records after the newest one that the PCE names: whoever can write the ledger can compute their hashes anew",
    ];

    /// <summary>Nothing fails: whatever could be compared agrees.</summary>
    public bool IsOk => Checks.All(row => row.Answer is not ExaminedRow.Fails);
}

/// <summary>The end of a chain: whoever notes it elsewhere can tell later that everything up to it is still the same.</summary>
/// <param name="Length">How many records, or acts.</param>
/// <param name="Hash">Of the last one; all zeros before the first.</param>
public sealed record ChainEnd(long Length, string Hash);
