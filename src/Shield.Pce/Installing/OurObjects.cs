using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>What of one owner's stands in the draft, what is pending deletion included, and how each is named for people.</summary>
internal sealed class OurObjects(PceClient client, string owner)
{
    private readonly ListReader _lists = new(client);
    private readonly RuleReader _rules = new(client, owner);

    public async Task<ImmutableArray<PceList>> ReadListsAsync(PceMode mode, CancellationToken cancellationToken) =>
        (await _lists.ReadDraftAsync(cancellationToken).ConfigureAwait(false)).RemoveAll(list =>
            list.Mark.Owner != owner || list.Mark.Mode != mode
        );

    /// <summary>Of deny mode: the list for names, or several where somebody copied it.</summary>
    public async Task<ImmutableArray<PceList>> ReadDomainsAsync(CancellationToken cancellationToken) =>
        (await ReadListsAsync(PceMode.Deny, cancellationToken).ConfigureAwait(false)).RemoveAll(list =>
            list.Mark.Purpose is not ListPurpose.Domains
        );

    /// <summary>Only deny mode has rule sets of ours.</summary>
    public async Task<ImmutableArray<RuleSetWire>> ReadRuleSetsAsync(CancellationToken cancellationToken) =>
        [.. await _rules.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false)];

    public string NameOf(RuleSetWire ruleSet) => $"rule set '{client.Show(ruleSet.Name)}'";

    public string NameOf(PceList list) => $"IP list '{client.Show(list.Name)}'";
}
