using Shield.Core.Indicators;

namespace Shield.Core.Planning.Pce;

/// <summary>
/// Whose a difference between draft and active is. It does not say what is to be done about the difference: only how long our additions
/// wait for it (<c>Pce:ForeignDraftWait</c>), and whether it is named when we provision it.
/// </summary>
/// <param name="pair">The list.</param>
/// <param name="written">What our last intent set out to change; empty where history is empty or lost.</param>
/// <param name="known">Entries with our mark of which the ledger knows the party.</param>
/// <param name="leaving">Entries with our mark that have a cause to go.</param>
internal sealed class Ownership(ListPair pair, IReadOnlySet<EntryChange> written, HashSet<Indicator> known, HashSet<Indicator> leaving)
{
    private readonly HashSet<Indicator> _fixtures = [.. pair.Draft.Mark.Fixtures.Select(fixture => fixture.What)];

    public bool IsOurs(EntryChange change) =>
        change.IsOurs
        && (
            change.IsStart
                ? known.Contains(change.Entry) || _fixtures.Contains(change.Entry) || written.Contains(change)
                : leaving.Contains(change.Entry) || written.Contains(change)
        );
}
