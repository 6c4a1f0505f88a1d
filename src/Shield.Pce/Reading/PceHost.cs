using System.Net;
using System.Net.Sockets;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Pce.Reading;

/// <summary>
/// The addresses of the PCE itself, looked up each time. A host refuses a policy that would cut it off from its PCE; so one entry over
/// such an address could stop all policy updates (docs/pce.md#17-blocks-that-do-nothing).
/// </summary>
internal static class PceHost
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(5);

    public static async Task<PceAddresses> ResolveAsync(Uri url, TimeProvider clock, CancellationToken cancellationToken)
    {
        var host = url.DnsSafeHost;
        if (IPAddress.TryParse(host, out var literal))
        {
            return Known([literal]);
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken)
                .WaitAsync(TimeOut, clock, cancellationToken)
                .ConfigureAwait(false);
            return addresses is [] ? new PceAddresses([], $"the PCE's name {host} has no address") : Known(addresses);
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException)
        {
            return new PceAddresses([], $"the PCE's name {host} cannot be resolved: {exception.Message}");
        }
    }

    // Without its zone: that names an interface of this machine.
    private static PceAddresses Known(IPAddress[] addresses) =>
        new([.. addresses.Select(address => AddressRange.Of(new IPAddress(address.GetAddressBytes()))).Distinct().Order()], null);
}
