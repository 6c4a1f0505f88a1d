using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;

namespace Shield.Hosting.Resolving;

/// <summary>
/// <c>Policy:ResolveDomains</c>: before a reconcile, asks DNS where blocked names lead to and records it. What follows from that is decided
/// like all else.
/// </summary>
internal sealed class DomainResolving(ShieldHost host, ILedger ledger)
{
    private const int MostNames = 50;

    /// <summary>
    /// As the ledger remembers them, a week long. A name that has led to more changes them faster than it can be followed, and would fill
    /// the ledger.
    /// </summary>
    private const int MostRemembered = 256;

    /// <summary>Who owns a name may lead it to as many as he likes.</summary>
    private const int MostNotes = 20;

    /// <summary>
    /// The reconcile that follows reads the ledger again, under its lease: DNS may take ten seconds, in which others record evidence and
    /// acts that it must not miss, and nobody is to wait for the lease meanwhile.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var decided = await host.SituationOf(ledger, EvidenceScope.Alive)
            .DecideAsync(await host.ResolvePceAsync(cancellationToken), host.Now, cancellationToken);
        var known = decided.Ledger.Resolutions.ToLookup(resolution => resolution.Domain);
        var names = NamesToResolve.Of(
            decided.Decisions,
            decided.Ledger.AsOf(decided.Now, decided.DatedAhead?.Since).Resolutions,
            decided.Now,
            MostNames
        );
        if (names.IsEmpty)
        {
            return;
        }

        var answers = WithoutAliasesOfOthers(
            await new NameResolver(host.NameServers, host.Clock).ResolveAsync(names, cancellationToken),
            decided.NeverBlock
        );
        var told = answers.Select(answer => Followed(answer.Led, [.. known[answer.Name]])).ToImmutableArray();
        await ledger.RecordResolutionsAsync([.. told.SelectMany(followed => followed)], cancellationToken);

        NoteFailures(answers);
        NoteUnfollowed(answers, told);
        NoteRefused(
            decided,
            [.. told.SelectMany(followed => followed).Where(one => !known[one.Domain].Any(other => other.Address == one.Address))]
        );
    }

    private static ImmutableArray<Resolution> Followed(ImmutableArray<Resolution> led, ImmutableArray<Resolution> known)
    {
        var remembered = known.Select(one => one.Address).ToHashSet();
        var (again, anew) = (led.Where(one => remembered.Contains(one.Address)), led.Where(one => !remembered.Contains(one.Address)));
        return [.. again, .. anew.Take(Math.Max(0, MostRemembered - remembered.Count))];
    }

    /// <summary>
    /// Who owns a name may make it an alias of any other, such as of an AWS endpoint: the addresses are that one's then, and to block
    /// them is to block it.
    /// </summary>
    private ImmutableArray<ResolvedName> WithoutAliasesOfOthers(ImmutableArray<ResolvedName> answers, NeverBlock never)
    {
        var kept = ImmutableArray.CreateBuilder<ResolvedName>(answers.Length);
        foreach (var answer in answers)
        {
            var alias = answer.Aliases.FirstOrDefault(alias => IsProtected(new Indicator(alias), never));
            kept.Add(alias is null ? answer : answer with { Led = [] });
            if (alias is not null)
            {
                host.Note(
                    $"{answer.Name} is an alias of {alias}, which is never blocked or is a front door: where it leads to is not blocked"
                );
            }
        }

        return kept.ToImmutable();
    }

    private static bool IsProtected(Indicator alias, NeverBlock never) =>
        never.Touching(alias, isCanary: false).Any() || never.SoftTouching(alias).Any(match => match.List.Kind.IsHeld());

    private void NoteFailures(ImmutableArray<ResolvedName> answers)
    {
        var failed = answers.Where(answer => answer.Failure is not null).ToList();
        if (failed is [var first, ..])
        {
            host.Note(
                $"{failed.Count} of {answers.Length} blocked names could not be resolved, and what is known of them "
                    + $"stands: {first.Name}: {first.Failure}{(failed.Count > 1 ? " …" : "")}"
            );
        }
    }

    private void NoteUnfollowed(ImmutableArray<ResolvedName> answers, ImmutableArray<ImmutableArray<Resolution>> told)
    {
        foreach (var (answer, followed) in answers.Zip(told).Where(one => one.Second.Length < one.First.Led.Length))
        {
            host.Note(
                $"{answer.Name} has led to {MostRemembered} addresses of late: {answer.Led.Length - followed.Length} more are not followed"
            );
        }
    }

    private void NoteRefused(Decided decided, ImmutableArray<Resolution> news)
    {
        if (news.IsEmpty)
        {
            return;
        }

        var after = Decide
            .All(decided.Ledger with { Resolutions = [.. decided.Ledger.Resolutions, .. news] }, decided.Context)
            .Where(decision => !decision.Indicator.IsDomain)
            .ToDictionary(decision => decision.Indicator, decision => decision.Outbound);
        var refused = news.Select(one => (Led: one, Answer: after[new Indicator(one.Address)]))
            .Where(one => one.Answer.Verdict is not Verdict.Block)
            .ToList();
        foreach (var (led, answer) in refused.Take(MostNotes))
        {
            host.Note(
                $"{led.Domain} leads to {led.Address}, which is "
                    + $"{(answer.Verdict is Verdict.Hold ? "held" : "not blocked")} ({answer.Reason})"
            );
        }

        if (refused.Count > MostNotes)
        {
            host.Note($"and blocked names lead to {refused.Count - MostNotes} more that are held or not blocked: status lists them");
        }

        if (!decided.NeverBlock.Soft.Any(source => source.Lists.Any(list => list.Kind is SoftKind.FrontDoor)))
        {
            host.Note(
                "blocked names are resolved, and no list of NeverBlock:Files names front doors: who owns such a name "
                    + "may lead it to an address that everybody uses"
            );
        }
    }
}
