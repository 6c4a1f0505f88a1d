using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;
using Shield.Pce.Reaching;

namespace Shield.Hosting.Telemetry;

/// <summary>On which workloads a block of an attacker's address bites: five requests, so whoever measures asks seldom.</summary>
public static class ReachReading
{
    /// <returns>Null where no rule of ours uses the inbound list.</returns>
    /// <exception cref="PceException">It cannot be read.</exception>
    public static async Task<Reach?> ReadAsync(ShieldHost host, TimeProvider clock, CancellationToken cancellationToken)
    {
        var view = await host.OpenPceWriter().ReadAsync(cancellationToken);
        var estate = await new EstateReader(host.OpenClient()).ReadAsync(cancellationToken);
        return view.Rules.FirstOrDefault(rule => rule.List is ListPurpose.Inbound) is { } rule
            ? Reach.Of(estate.Managed, BlockTerms.Of(rule, AddressFamily.IPv4, host.Settings.Pce, estate), clock.GetUtcNow())
            : null;
    }
}
