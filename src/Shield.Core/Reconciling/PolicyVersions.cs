using System.Collections.Immutable;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>The versions that the PCE listed, and older ones by their number.</summary>
/// <param name="listed">Newest first, at least one.</param>
internal sealed class PolicyVersions(IPce pce, ImmutableArray<PolicyVersion> listed)
{
    public ImmutableArray<PolicyVersion> Listed => listed;

    public PolicyVersion Newest => listed[0];

    public static async Task<PolicyVersions> ReadAsync(IPce pce, CancellationToken cancellationToken) =>
        new(pce, await pce.ReadNewestVersionsAsync(cancellationToken));

    /// <summary>Null where the PCE does not know it (any more).</summary>
    public async Task<PolicyVersion?> FindAsync(long number, CancellationToken cancellationToken) =>
        listed.FirstOrDefault(version => version.Number == number) ?? await pce.ReadPolicyVersionAsync(number, cancellationToken);

    /// <summary>Our lists as that version held them; null where the PCE does not know it (any more).</summary>
    public async Task<ImmutableArray<PceList>?> FindListsAsync(long number, CancellationToken cancellationToken)
    {
        try
        {
            return await pce.ReadVersionAsync(number, cancellationToken);
        }
        catch (PceException gone) when (gone.Fault is PceFault.NotFound)
        {
            return null;
        }
    }
}
