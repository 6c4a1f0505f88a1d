using System.Text.Json;

namespace Shield.Operating.Faults;

/// <summary>It stands in the ledger and is not on the PCE: the next reconcile carries it out.</summary>
/// <param name="recorded">What stands there, as a document.</param>
/// <param name="message">Why it is not on the PCE.</param>
/// <param name="inner">The failure of the PCE or of AWS; null where another instance held the lease for the whole wait, or did not answer
/// in it.</param>
public sealed class RecordedException(JsonElement recorded, string message, Exception? inner) : Exception(message, inner)
{
    public JsonElement Recorded { get; } = recorded;
}
