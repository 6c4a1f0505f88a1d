using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Decisions;

/// <summary>What the resolutions of blocked names ask for at the addresses that they led to.</summary>
internal sealed class ResolvedNames
{
    private readonly KnownEvidence _known;
    private readonly Dictionary<DomainName, DirectionAnswer> _answers;
    private readonly HashSet<Resolution> _crowdedOut;
    private readonly DecisionContext _context;

    /// <param name="known">The resolutions among all else.</param>
    /// <param name="answerOf">What is decided of a name, outbound.</param>
    /// <param name="context">The policy may leave all of them aside.</param>
    public ResolvedNames(KnownEvidence known, Func<DomainName, DirectionAnswer> answerOf, DecisionContext context)
    {
        _known = known;
        _context = context;
        var inForce = known
            .Resolutions.Where(resolution => resolution.IsInForce(context.Now))
            .GroupBy(resolution => resolution.Domain)
            .ToList();
        _answers = context.Policy.ResolveDomains ? inForce.ToDictionary(name => name.Key, name => answerOf(name.Key)) : [];
        _crowdedOut =
        [
            .. inForce.SelectMany(name =>
                name.OrderByDescending(one => one.ResolvedAt).ThenBy(one => one.Address).Skip(Resolution.MostAddresses)
            ),
        ];
    }

    /// <summary>One for each name that ever led to it; none for a name itself.</summary>
    public ImmutableArray<ResolvedAnswer> On(Indicator indicator)
    {
        // Once for all of them: thousands of names may lead to one address.
        var neverBlocked = ProtectedNameAt(indicator);
        return
        [
            .. _known
                .ResolutionsTo(indicator)
                .Select(resolution => Judge(resolution, neverBlocked))
                .OrderBy(answer => answer.Resolution.Domain.Text, StringComparer.Ordinal),
        ];
    }

    private ResolvedAnswer Judge(Resolution resolution, DomainName? neverBlocked)
    {
        if (WhyNot(resolution, neverBlocked) is { } why)
        {
            return new ResolvedAnswer(
                resolution,
                new DirectionAnswer
                {
                    Verdict = Verdict.Ignore,
                    Reason = ReasonCode.ResolutionEnded,
                    Entries = [],
                },
                why
            );
        }

        // The operator asked for the name; where every block waits for a person, its addresses do too.
        var name = _answers[resolution.Domain];
        var isAsked = name.IsOperators && _context.Policy.Autonomy is Autonomy.Ask;
        var until = name.Until < resolution.Until ? name.Until.Value : resolution.Until;
        return new ResolvedAnswer(
            resolution,
            new DirectionAnswer
            {
                Verdict = isAsked ? Verdict.Hold : Verdict.Block,
                Reason = isAsked ? ReasonCode.Ask : ReasonCode.Resolved,
                Severity = name.Severity,
                Until = until,
                Entries = [],
                Origin = name.Origin,
            },
            $"until {until:u}"
        );
    }

    private string? WhyNot(Resolution resolution, DomainName? neverBlocked) =>
        resolution switch
        {
            _ when !_context.Policy.ResolveDomains => "Policy:ResolveDomains is off",
            _ when !resolution.IsInForce(_context.Now) => $"ended {resolution.Until:u}",
            _ when _answers[resolution.Domain] is { Verdict: not Verdict.Block } answer =>
                $"the name itself is not blocked ({answer.Reason})",
            _ when neverBlocked is not null => $"{neverBlocked} leads there too, which is never blocked",
            _ when _crowdedOut.Contains(resolution) => $"the name led to {Resolution.MostAddresses} others since",
            _ => null,
        };

    /// <summary>A name that is never blocked and has the same address: to block the address is to block the name.</summary>
    private DomainName? ProtectedNameAt(Indicator address) =>
        _known
            .ResolutionsTo(address)
            .Where(resolution =>
                resolution.IsInForce(_context.Now) && _context.NeverBlock.Touching(new Indicator(resolution.Domain), isCanary: false).Any()
            )
            .Select(resolution => resolution.Domain)
            .FirstOrDefault();
}

/// <summary>What one resolution asks for at its address: outbound only, since a name is where connections go to.</summary>
/// <param name="Detail">For people: until when it counts, or why it does not.</param>
internal sealed record ResolvedAnswer(Resolution Resolution, DirectionAnswer Answer, string Detail)
{
    /// <summary>Of several names: as of several sightings. Null where no name led there.</summary>
    public static DirectionAnswer? Strongest(ImmutableArray<ResolvedAnswer> resolved) =>
        resolved
            .OrderByDescending(one => one.Answer.Verdict)
            .ThenByDescending(one => one.Answer.Severity)
            .ThenByDescending(one => one.Answer.Until)
            .FirstOrDefault()
            ?.Answer
            is { } strongest
            ? strongest with
            {
                Until = resolved.Where(one => one.Answer.Verdict == strongest.Verdict).Max(one => one.Answer.Until),
            }
            : null;

    public Check ToCheck() =>
        new(
            ReasonCode.Resolved,
            Answer.Verdict is Verdict.Ignore ? null : Answer.Verdict,
            $"{Resolution.Domain} led there at {Resolution.ResolvedAt:u}, {Detail}"
        );
}
