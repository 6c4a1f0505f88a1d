using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

internal sealed record BaselineJson(string[] Inbound, string[] Outbound, string[]? Domains)
{
    public static BaselineJson Of(Baseline baseline) =>
        new([.. baseline.Inbound], [.. baseline.Outbound], baseline.Domains is { } domains ? [.. domains] : null);

    public Baseline ToBaseline(string outcomeHash) =>
        new()
        {
            OutcomeHash = outcomeHash,
            Inbound = [.. Inbound],
            Outbound = [.. Outbound],
            Domains = Domains is null ? null : [.. Domains],
        };
}
