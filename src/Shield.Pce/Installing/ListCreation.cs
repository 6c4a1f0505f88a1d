using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>Makes one IP list of ours in the draft: with our mark, and with what such a list always holds.</summary>
internal sealed class ListCreation(PceClient client, ListReader lists)
{
    /// <returns>The draft href, and whether this call made the list rather than another <c>init</c> of the same owner.</returns>
    public async Task<(string Href, bool IsMadeHere)> CreateAsync(ListMark mark, string description, CancellationToken cancellationToken)
    {
        var body = new NewIpListBody
        {
            Name = InstallationPlan.ListNameFor(mark),
            Description = description,
            ExternalDataSet = ListMark.DataSet,
            ExternalDataReference = mark.ToString(),
            IpRanges = [.. mark.Fixtures.Select(EntryWire.Range)],
        };
        var path = $"{client.Organization}/sec_policy/draft/ip_lists";
        return await Once.CreateAsync(
                async () =>
                {
                    var answer = await client
                        .PostAsync(
                            path,
                            body,
                            PceJson.Default.NewIpListBody,
                            PceJson.Default.IpListWire,
                            PceClient.TimeOut,
                            cancellationToken
                        )
                        .ConfigureAwait(false);
                    return WireText.ToDraft(answer.Href);
                },
                async () =>
                {
                    var now = await lists.ReadDraftAsync(cancellationToken).ConfigureAwait(false);
                    return now.FirstOrDefault(list => list.Mark == mark && list.Pending is not PendingUpdate.Delete)?.Href;
                },
                taken => ExplainAsync(body.Name, mark, taken, cancellationToken)
            )
            .ConfigureAwait(false);
    }

    /// <summary>The name is taken, and no list that stands carries our mark.</summary>
    private async Task<PceException> ExplainAsync(string name, ListMark mark, PceException taken, CancellationToken cancellationToken)
    {
        var path = $"{client.Organization}/sec_policy/draft/ip_lists?name={Uri.EscapeDataString(name)}";
        var rows = await client.GetAllAsync(path, PceJson.Default.IpListWireArray, cancellationToken).ConfigureAwait(false);
        var holder = rows.Where(row => row.Name == name)
            .Select(row => new NameHolder(
                row.Href,
                row.CreatedBy?.Href,
                row.ExternalDataSet == ListMark.DataSet && row.ExternalDataReference == mark.ToString(),
                row.UpdateType is "delete"
            ));
        return TakenName.Explain($"IP list '{name}'", holder.FirstOrDefault(), taken);
    }
}
