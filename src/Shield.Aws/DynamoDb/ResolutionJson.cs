using Shield.Core.Evidence;
using Shield.Core.Indicators;

namespace Shield.Aws.DynamoDb;

internal sealed record ResolutionJson
{
    public required string Domain { get; init; }

    public required string Address { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset Until { get; init; }

    public static ResolutionJson Of(Resolution resolution) =>
        new()
        {
            Domain = resolution.Domain.Text,
            Address = resolution.Address.ToString(),
            At = resolution.ResolvedAt,
            Until = resolution.Until,
        };

    public Resolution ToResolution() =>
        new()
        {
            Domain = DomainName.TryParse(Domain, out var domain, out var error) ? domain : throw new FormatException(error),
            Address = AddressRange.Parse(Address),
            ResolvedAt = At,
            Until = Until,
        };
}
