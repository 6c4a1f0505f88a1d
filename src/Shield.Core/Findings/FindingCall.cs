using System.Collections.Immutable;
using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>
/// What somebody did about findings in GuardDuty, as CloudTrail tells of it: <c>ArchiveFindings</c>, <c>UnarchiveFindings</c> or
/// <c>UpdateFindingsFeedback</c> (GuardDuty's API reference; CloudTrail's guide, "record contents"). CloudTrail delivers at its best
/// effort.
/// </summary>
public sealed record FindingCall
{
    /// <summary>That of the call. It may be the administrator's, who does this for findings of its members.</summary>
    public required string Account { get; init; }

    public required string Region { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null where the call is about something else.</summary>
    public bool? IsArchived { get; init; }

    /// <inheritdoc cref="IsArchived"/>
    public bool? IsNotUseful { get; init; }

    /// <summary>Empty where AWS refused the call: then nothing happened.</summary>
    public required ImmutableArray<string> FindingIds { get; init; }

    internal const string Source = "guardduty.amazonaws.com";

    internal static bool IsNameOfOne(string? eventName) =>
        eventName is "ArchiveFindings" or "UnarchiveFindings" or "UpdateFindingsFeedback";

    /// <summary>Reads CloudTrail's record, of which <see cref="Source"/> and <see cref="IsNameOfOne"/> hold.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A text is not Unicode.</exception>
    internal static ParsedRecord Parse(ReadOnlySpan<byte> value)
    {
        var json = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth });
        using var document = JsonDocument.ParseValue(ref json);
        var call = document.RootElement;
        var name = call.Text("eventName")!;
        var parameters = call.Member("requestParameters");
        var ids = parameters.Member("findingIds").Texts().ToImmutableArray();
        var feedback = parameters.Text("feedback");
        var failed = call.Text("errorCode") is not null;
        return (call.Text("recipientAccountId") ?? call.Member("userIdentity").Text("accountId"), call.Text("awsRegion")) switch
        {
            (not { Length: <= FindingParser.LongestName }, _) => Unusable(name, "it has no recipientAccountId"),
            var (account, _) when FindingKey.IsOfFeed(account) => Unusable(name, $"its account {AddressFault.Quote(account)} is none"),
            (_, not { Length: <= FindingParser.LongestName }) => Unusable(name, "it has no awsRegion"),
            _ when !(call.Member("eventTime") is { ValueKind: JsonValueKind.String } time && time.TryGetDateTimeOffset(out _)) => Unusable(
                name,
                "it has no eventTime"
            ),
            _ when !failed && ids is [] => Unusable(name, "it names no finding"),
            _ when ids.FirstOrDefault(id => id.Length > FindingParser.LongestName) is { } longest => Unusable(
                name,
                $"an id of a finding has {longest.Length} characters"
            ),
            _ when !failed && name is "UpdateFindingsFeedback" && feedback is not ("USEFUL" or "NOT_USEFUL") => Unusable(
                name,
                $"its feedback is {AddressFault.Quote(feedback ?? "absent")}"
            ),
            var (account, region) => new ParsedRecord(null, [])
            {
                Call = new FindingCall
                {
                    Account = account,
                    Region = region,
                    At = call.Member("eventTime").GetDateTimeOffset(),
                    IsArchived = name switch
                    {
                        "ArchiveFindings" => true,
                        "UnarchiveFindings" => false,
                        _ => null,
                    },
                    IsNotUseful = name is "UpdateFindingsFeedback" ? feedback is "NOT_USEFUL" : null,
                    FindingIds = failed ? [] : ids,
                },
            },
        };
    }

    private static ParsedRecord Unusable(string name, string why) =>
        ParsedRecord.Rejected($"is a call of {name} that cannot be used: {why}");
}
