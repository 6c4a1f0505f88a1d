using System.Collections.Immutable;
using System.Net;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Proof;
using Shield.Pce.Reaching;

namespace Shield.Cli.Reading;

/// <summary>
/// On how many workloads a block is really enforced, by their fields, and what the PCE itself answers about samples of them. Beside what is
/// <c>active</c>, and never a reason for a command to fail: what cannot be read is unknown.
/// </summary>
public sealed class Reaching(PceClient client, PceOptions options)
{
    private const int Tcp = 6;
    private const int UsualPort = 443;

    /// <summary>Each one is a request.</summary>
    private const int SamplesABlock = 2;

    public async Task<Reached> AskAsync(ImmutableArray<AskedBlock> blocks, DateTimeOffset now, CancellationToken cancellationToken)
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

        return new Reached { Blocks = reached.ToImmutable(), Unmanaged = estate.Unmanaged };
    }

    /// <returns>Nothing where the PCE does not offer the question, does not let this key ask, or has no workload that it is
    /// about.</returns>
    private async Task<ImmutableArray<Proof>> ProveAsync(AskedBlock block, Reach reach, CancellationToken cancellationToken)
    {
        if (block.Entry is not { } entry || block.Rule.Condition is not RuleCondition.InForce)
        {
            return [];
        }

        var proofs = ImmutableArray.CreateBuilder<Proof>();
        var address = IPAddress.Parse(AddressRange.Between(entry.First, entry.First, entry.Family).ToString());
        try
        {
            foreach (var workload in Samples(reach))
            {
                var contact = new Contact(address, workload.Href, block.Rule.Direction, block.Port ?? UsualPort, Tcp);
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
            // Not proved, and not disproved: the question is experimental, and reach stands without it.
        }

        return proofs.ToImmutable();
    }

    /// <summary>Those that count before the others: the policy speaks about a workload whatever its VEN does.</summary>
    private IEnumerable<Workload> Samples(Reach reach) =>
        reach
            .Enforcing.Concat(
                reach.Others.Where(other => other.Obstacle.Reason is not ReachReason.OutOfScope).Select(other => other.Workload)
            )
            .Where(workload => options.Mode is PceMode.Deny || workload.EnforcementMode is "full")
            .Take(SamplesABlock);
}

/// <summary>A block whose reach is asked for.</summary>
/// <param name="Rule">The rule that makes its list block.</param>
/// <param name="Family">IPv4 or IPv6: not every workload enforces both.</param>
/// <param name="Entry">One to ask the PCE about; null: nothing of it stands on the list.</param>
/// <param name="Port">Null: a usual one.</param>
public sealed record AskedBlock(BlockingRule Rule, AddressFamily Family, AddressRange? Entry, int? Port)
{
    /// <summary>Each direction, for an IPv4 entry, and for an IPv6 one where one is listed.</summary>
    public static IEnumerable<AskedBlock> AllOf(Situation situation) =>
        from rule in situation.View.Rules
        where rule.List is not ListPurpose.Domains
        let listed = situation
            .Plan.Lists.Where(list => list.List == rule.List)
            .SelectMany(list =>
                (list.Pair.Active?.Entries ?? []).Where(entry => list.Pair.Draft.Mark.IsOurs(entry) && !entry.What.IsDomain)
            )
            .ToLookup(entry => entry.What.Range.Family, entry => entry.What.Range)
        from family in new[] { AddressFamily.IPv4, AddressFamily.IPv6 }
        where family is AddressFamily.IPv4 || listed[family].Any()
        let entry = listed[family].Select(range => (AddressRange?)range).FirstOrDefault()
        select new AskedBlock(
            rule,
            family,
            entry,
            entry is { } asked ? ServicePort.Of(rule.Direction, SightingsOf(asked, situation)) : null
        );

    private static IEnumerable<Sighting> SightingsOf(AddressRange entry, Situation situation) =>
        situation
            .Decided.Decisions.Where(decision => decision.Indicator is { IsDomain: false } one && entry.Covers(one.Range))
            .SelectMany(decision => decision.Sightings);
}
