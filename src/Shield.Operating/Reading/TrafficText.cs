using System.Globalization;
using Shield.Core.Decisions.Traffic;
using Shield.Core.FindingTypes;
using Shield.Operating.Answers;
using Shield.Operating.Words;

namespace Shield.Operating.Reading;

/// <summary>Who of us talked with a party, in words that say no more than the PCE's traffic proves.</summary>
public static class TrafficText
{
    /// <summary>As many as a screen takes; <c>-o json</c> has the rest.</summary>
    private const int MostRows = 20;

    private const int MostNames = 5;

    /// <param name="talked">Null where nobody asked: nothing is said.</param>
    public static IEnumerable<AnswerPart> Parts(TalkedWith? talked)
    {
        if (talked is null)
        {
            return [];
        }

        var title = $"Who of us talked with them in the last {talked.Days} days, by the PCE's traffic";
        return
        [
            .. talked.Flows.Any()
                ?
                [
                    AnswerPart.Table(
                        title,
                        ["indicator", "workload", "they", "port", "policy", "connections", "first", "last"],
                        Rows(talked)
                    ),
                ]
                : new[] { AnswerPart.Apart(title) },
            .. AnswerPart.Lines(Remarks(talked)),
        ];
    }

    private static IEnumerable<string[]> Rows(TalkedWith talked) =>
        talked
            .Flows.Take(MostRows)
            .Select(flow =>
                (string[])
                    [
                        flow.Party.ToString(),
                        flow.Workload,
                        flow.Direction is Direction.Inbound ? "called us" : "were called",
                        $"{flow.Port.ToString(CultureInfo.InvariantCulture)}{ProtocolOf(flow.Protocol)}",
                        WordOf(flow.Decision),
                        flow.Connections.ToString(CultureInfo.InvariantCulture),
                        TimeText.Of(flow.FirstSeen),
                        TimeText.Of(flow.LastSeen),
                    ]
            );

    /// <summary>What the rows do not say.</summary>
    private static IEnumerable<Cell> Remarks(TalkedWith talked)
    {
        foreach (var same in talked.NotKnown)
        {
            var names = string.Join(", ", same.Take(MostNames)) + (same.Count() > MostNames ? $" and {same.Count() - MostNames} more" : "");
            yield return new Cell($"  Who of us talked with {names} is not known: {same.Key}", Tone.Warning);
        }

        var silent = talked.Reading.Parties.Values.Count(traffic => traffic is { IsKnown: true, Flows: [] });
        if (silent > 0)
        {
            yield return new Cell(
                $"  With {(silent is 1 ? "one party" : $"{silent} parties")} no workload reported a connection. "
                    + "That proves nothing: workloads report late, in samples, or not at all.",
                Tone.Faint
            );
        }

        var told = talked.Flows.Count();
        if (told > MostRows)
        {
            yield return new Cell($"  and {told - MostRows} more: shield explain INDICATOR, or -o json", Tone.Faint);
        }

        if (talked.IsCut)
        {
            yield return new Cell("  There was at least this: the PCE left rows out.", Tone.Warning);
        }

        if (talked.NotAsked > 0)
        {
            yield return new Cell(
                $"  The PCE was asked about the {talked.Reading.Parties.Count} most severe; {talked.NotAsked} more were left out.",
                Tone.Warning
            );
        }
    }

    public static string WordOf(FlowDecision decision) =>
        decision switch
        {
            FlowDecision.Allowed => "allowed",
            FlowDecision.PotentiallyBlocked => "potentially-blocked",
            FlowDecision.Blocked => "blocked",
            _ => "unknown",
        };

    private static string ProtocolOf(int protocol) =>
        protocol switch
        {
            6 => "/tcp",
            17 => "/udp",
            _ => $"/{protocol.ToString(CultureInfo.InvariantCulture)}",
        };
}
