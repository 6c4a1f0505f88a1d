using Shield.Core.Planning;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>Makes one IP list of ours in the draft: with our mark, and with what such a list always holds.</summary>
internal sealed class ListCreation(PceClient client, ListReader lists)
{
    /// <returns>The draft href.</returns>
    public async Task<string> CreateAsync(ListMark mark, string description, CancellationToken cancellationToken)
    {
        var body = new NewIpListBody
        {
            Name = InstallationPlan.ListNameFor(mark),
            Description = description,
            ExternalDataSet = ListMark.DataSet,
            ExternalDataReference = mark.ToString(),
            IpRanges = [.. mark.Fixtures.Select(EntryWire.Range)],
        };
        return await Once.CreateAsync(
            async () => WireText.ToDraft((await client.PostAsync($"{client.Organization}/sec_policy/draft/ip_lists", body, PceJson.Default.NewIpListBody, PceJson.Default.IpListWire, PceClient.TimeOut, cancellationToken).ConfigureAwait(false)).Href),
            async () => (await lists.ReadDraftAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(list => list.Mark == mark)?.Href,
            $"IP list '{body.Name}'").ConfigureAwait(false);
    }
}
