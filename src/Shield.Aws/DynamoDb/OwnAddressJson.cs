using Shield.Core.Evidence;
using Shield.Core.Indicators;

namespace Shield.Aws.DynamoDb;

internal sealed record OwnAddressJson(string Address, DateTimeOffset Last)
{
    public static OwnAddressJson Of(OwnAddress own) => new(own.Address.ToString(), own.LastSeen);

    public OwnAddress ToOwnAddress() => new(AddressRange.Parse(Address), Last);
}
