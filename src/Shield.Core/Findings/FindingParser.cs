using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>One record, a bare finding or an EventBridge event around it, as UTF-8 JSON → <see cref="Finding"/>, or why not.</summary>
/// <remarks>
/// Required are <c>id</c>, <c>type</c> and a time. Account and region fall back to the event's, <c>updatedAt</c> to <c>eventLastSeen</c>
/// and <c>createdAt</c>. A severity that is missing is taken as Low (1.0) and reported, so that its party is neither lost nor overrated;
/// one that is no number from 0 to 10 makes the record unusable, because nobody knows how long it would deserve to be believed. So does a
/// member that decides and stands twice in its object.
/// </remarks>
public static class FindingParser
{
    /// <summary>The longest type that AWS has is 93 characters, the longest id 64; a key must fit into every ledger.</summary>
    internal const int LongestName = 256;

    private const double LowestSeverity = 1.0;
    private const string Unknown = "unknown";

    public static ParsedRecord Parse(ReadOnlySpan<byte> record)
    {
        if (!Utf8.IsValid(record))
        {
            return ParsedRecord.Rejected("is not valid UTF-8");
        }

        try
        {
            var json = FindingJson.Read(record, isAll: true, out var length);
            return record[length..].ContainsAnyExcept(" \t\r\n"u8)
                ? ParsedRecord.Rejected("is not JSON: something follows its closing brace")
                : Understand(json);
        }
        catch (JsonException e)
        {
            return ParsedRecord.Rejected($"is not JSON: {JsonFault.What(e)}");
        }
        catch (InvalidOperationException)
        {
            // The reader unescapes a text only when it is asked for, and says it like this.
            return ParsedRecord.Rejected("is not JSON: a text has half of a surrogate pair");
        }
        catch (RepeatedMemberException repeated)
        {
            return repeated.Rejection;
        }
    }

    /// <summary>Parses a record with which the bytes start; anything may follow it.</summary>
    /// <returns>False where the record is broken, or its end is not among the bytes: which of the two, cannot be told here.</returns>
    internal static bool TryParse(ReadOnlySpan<byte> bytes, out int length, out ParsedRecord parsed)
    {
        try
        {
            var json = FindingJson.Read(bytes, isAll: false, out length);
            parsed = length > 0 ? Understand(json) : default;
            return length > 0 && Utf8.IsValid(bytes[..length]);
        }
        catch (RepeatedMemberException repeated)
        {
            parsed = repeated.Rejection;
            return TryFindEnd(bytes, out length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            (length, parsed) = (0, default);
            return false;
        }
    }

    /// <summary>The length of an object that is rejected already.</summary>
    private static bool TryFindEnd(ReadOnlySpan<byte> bytes, out int length)
    {
        var json = new Utf8JsonReader(
            bytes,
            isFinalBlock: false,
            new JsonReaderState(new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth })
        );
        try
        {
            length = json.Read() && json.TrySkip() ? (int)json.BytesConsumed : 0;
            return length > 0 && Utf8.IsValid(bytes[..length]);
        }
        catch (JsonException)
        {
            length = 0;
            return false;
        }
    }

    private static ParsedRecord Understand(FindingJson outer) =>
        outer switch
        {
            { IsEvent: false } => Understand(outer, outer),
            { DetailType: not (null or "GuardDuty Finding") } => NotAFinding($"its detail-type is {AddressFault.Quote(outer.DetailType)}"),
            { Source: not (null or "aws.guardduty") } => NotAFinding($"its source is {AddressFault.Quote(outer.Source)}"),
            { Detail: { } detail } => Understand(detail, outer),
            _ => NotAFinding("its detail is no object"),
        };

    private static ParsedRecord Understand(FindingJson json, FindingJson outer)
    {
        if ((NameFault("id", json.Id) ?? NameFault("type", json.Type)) is { } nameless)
        {
            return NotAFinding(nameless);
        }

        if (json.Severity.Fault is { } noSeverity)
        {
            return ParsedRecord.Rejected($"has severity {noSeverity}, which is no number from 0 to 10");
        }

        List<string> faults = json.Severity.Value is null ? ["has no severity: taken as 1.0, Low"] : [];
        var service = json.Service;
        var createdAt = json.CreatedAt.Or(faults, "createdAt");
        var firstSeen = service?.EventFirstSeen.Or(faults, "service.eventFirstSeen");
        var lastSeen = service?.EventLastSeen.Or(faults, "service.eventLastSeen");
        if ((json.UpdatedAt.Or(faults, "updatedAt") ?? lastSeen ?? createdAt) is not { } updatedAt)
        {
            return ParsedRecord.Rejected(
                string.Join("; ", ["has no time: updatedAt, service.eventLastSeen and createdAt are all missing or unreadable", .. faults])
            );
        }

        var parties = Parties.Of(json, faults);
        var finding = new Finding
        {
            // Who writes a finding must not speak for a feed.
            Key = new FindingKey(Name(json.AccountId ?? outer.Account), Name(json.Region ?? outer.Region), json.Id!),
            Type = json.Type!,
            Severity = json.Severity.Value ?? LowestSeverity,
            UpdatedAt = updatedAt,
            Archived = service?.IsArchived is true,
            IsSample = SampleMark.IsOn(json),
            EventFirstSeen = firstSeen ?? createdAt ?? updatedAt,
            EventLastSeen = lastSeen ?? updatedAt,
            Count = service?.Count ?? 1,
            Role = service?.Role ?? ResourceRole.Missing,
            Resource = Parties.Label(json.Resource?.InstanceId ?? json.Resource?.ResourceType),
            ReportedBy = outer != json && NameFault("account", outer.Account) is null ? outer.Account : null,
            IsNotUseful = service?.IsNotUseful,
            IsAboutAwsItself = parties.IsAboutAwsItself,
            ThreatList = Parties.Label(service?.Evidence.ThreatList),
            Remotes = parties.Remotes,
            OwnAddresses = parties.Own,
        };
        return new ParsedRecord(finding, [.. faults]);
    }

    private static ParsedRecord NotAFinding(string why) => ParsedRecord.Rejected($"is not a finding: {why}");

    private static string? NameFault(string member, string? text) =>
        text switch
        {
            null => $"it has no {member}",
            { Length: > LongestName } => $"its {member} {AddressFault.Quote(text)} has {text.Length} characters, more than {LongestName}",
            _ => null,
        };

    private static string Name(string? text) => NameFault("", text) is null && !FindingKey.IsOfFeed(text!) ? text! : Unknown;
}

/// <summary>What one record holds.</summary>
/// <param name="Finding">Null where the record is none; the only fault says why, or it is a call.</param>
/// <param name="Faults">What could not be read, as sentences without their subject. A finding with faults still counts, with all that could
/// be read.</param>
public readonly record struct ParsedRecord(Finding? Finding, ImmutableArray<string> Faults)
{
    /// <summary>What somebody did about findings; null for anything else.</summary>
    public FindingCall? Call { get; init; }

    /// <summary>As a finding of GuardDuty's it says two things at once, so that nothing that is wrapped in it counts either.</summary>
    public bool IsAmbiguous { get; init; }

    public static ParsedRecord Rejected(string reason) => new(null, [reason]);
}
