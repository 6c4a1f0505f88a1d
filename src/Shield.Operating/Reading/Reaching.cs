using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Proof;
using Shield.Pce.Reaching;

namespace Shield.Operating.Reading;

/// <summary>
/// On how many workloads a block is really enforced: what the workloads' own fields say, and what the PCE answers about two of them. It
/// never makes a command fail: what cannot be read is told as unknown.
/// </summary>
public sealed class Reaching(PceClient client, PceOptions options)
{
    /// <summary>Each sample is one request to the PCE.</summary>
    private const int SamplesABlock = 2;

    public async Task<Reached> AskAsync(ImmutableArray<ReachQuery> blocks, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Estate estate;
        try
        {
            estate = await new EstateReader(client).ReadAsync(cancellationToken);
        }
        catch (PceException failure)
        {
            return Reached.Unknown(failure.Message);
        }

        // The PCE dates its workloads' heartbeats, so its clock says how old they are.
        now += client.ClockAhead ?? TimeSpan.Zero;
        var reached = ImmutableArray.CreateBuilder<BlockReach>();
        foreach (var block in blocks)
        {
            var reach = Reach.Of(estate.Managed, BlockTerms.Of(block.Rule, block.Family, options, estate), now);
            var asked = await ProveAsync(block, reach, cancellationToken);
            var disproved = asked.Where(proof => !proof.IsBlocked).Select(proof => proof.Workload).ToList();
            reached.Add(new BlockReach(reach.Without(disproved), asked));
        }

        return new Reached { Blocks = reached.ToImmutable(), Estate = estate };
    }

    /// <returns>Nothing where the PCE does not offer the question, does not let this key ask, or has no workload that it is
    /// about.</returns>
    private async Task<ImmutableArray<Proof>> ProveAsync(ReachQuery block, Reach reach, CancellationToken cancellationToken)
    {
        if (block.Entry is not { } entry || block.Rule.Condition is not RuleCondition.InForce)
        {
            return [];
        }

        var proofs = ImmutableArray.CreateBuilder<Proof>();
        var address = entry.ToFirstAddress();
        try
        {
            foreach (var workload in Samples(reach))
            {
                var contact = new Contact(address, workload.Href, block.Rule.Direction, block.Port ?? ServicePort.Usual, Contact.Tcp);
                var check = new PolicyCheck(client);
                var proof =
                    options.Mode is PceMode.Deny
                        ? await check.AskAsync(contact, block.Rule, cancellationToken)
                        : await check.AskExcludedAsync(contact, cancellationToken);
                if (proof is PolicyProof.NotAvailable)
                {
                    break;
                }

                proofs.Add(new Proof(proof is PolicyProof.Blocked, workload, contact, options.Mode));
            }
        }
        catch (PceException)
        {
            // The policy check is an experimental API: without its answer, what the workloads' fields say still counts.
        }

        return proofs.ToImmutable();
    }

    /// <summary>
    /// Workloads that count as enforcing come first. The others can be asked about too: the policy check does not look at the state of the
    /// agent (VEN).
    /// </summary>
    private IEnumerable<Workload> Samples(Reach reach) =>
        reach
            .Enforcing.Concat(
                reach
                    .Others.Where(other => other.Obstacle.Reason is not (ReachReason.OutOfScope or ReachReason.OutOfRuleScope))
                    .Select(other => other.Workload)
            )
            .Where(workload => options.Mode is PceMode.Deny || workload.EnforcementMode is "full")
            .Take(SamplesABlock);
}
