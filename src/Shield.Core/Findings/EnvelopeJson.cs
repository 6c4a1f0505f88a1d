using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>An object that is no finding of GuardDuty's own, as far as it tells what it is.</summary>
/// <remarks>
/// What it is, and which member holds what it wraps:
/// <list type="bullet">
/// <item>an event of Lambda, an answer of SQS, a page of GetFindings, events of CloudWatch Logs or Firehose: each element of
/// <c>Records</c>, <c>Messages</c>, <c>findings</c>, <c>logEvents</c>, <c>events</c>, <c>records</c></item>
/// <item>a message of SQS, a request to a function's URL: <c>body</c>, a text, which may be packed</item>
/// <item>a record of Lambda from SNS, from Kinesis: <c>Sns</c>, <c>kinesis</c></item>
/// <item>a notification of SNS: <c>Message</c>, a text</item>
/// <item>a subscription of CloudWatch Logs, what Lambda hands on to a destination: <c>awslogs</c>, <c>requestPayload</c></item>
/// <item>an EventBridge event of Security Hub or of CloudTrail, or one whose detail is a text or a list: <c>detail</c></item>
/// <item>a record of a log shipper, of Splunk, Elastic, Wazuh, a CloudEvent: one of <see cref="LooseNames"/></item>
/// </list>
/// </remarks>
internal sealed class EnvelopeJson
{
    private const int MostNames = 5;

    private const string DetailTypeName = "detail-type";

    /// <summary>Members that hold documents of ours by their definition.</summary>
    private static readonly FrozenSet<string> StrictNames = FrozenSet.Create(
        StringComparer.Ordinal,
        "Records",
        "records",
        "Messages",
        "findings",
        "Findings",
        "logEvents",
        "events",
        "detail",
        "body",
        "Body",
        "Message",
        "Sns",
        "kinesis",
        "awslogs",
        "requestPayload"
    );

    /// <summary>Members with names that anybody uses for anything: what they hold counts where it turns out to be something.</summary>
    private static readonly FrozenSet<string> LooseNames = FrozenSet.Create(
        StringComparer.Ordinal,
        "message",
        "event",
        "original",
        "data",
        "data_base64",
        "aws",
        "_source",
        "hits",
        "result",
        "_raw"
    );

    /// <summary>Members that say what the object is: twice in one object they say two things.</summary>
    private static readonly FrozenSet<string> DecidingNames = FrozenSet.ToFrozenSet(
        [.. StrictNames, .. LooseNames, DetailTypeName, "Type", "ProductArn", "class_uid", "eventName", "eventSource", "metadata"],
        StringComparer.OrdinalIgnoreCase
    );

    private readonly ImmutableArray<EnvelopeContent>.Builder _contents = ImmutableArray.CreateBuilder<EnvelopeContent>();
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _names = [];
    private string? _detailType;
    private string? _type;
    private string? _product;
    private string? _classUid;
    private string? _eventName;
    private string? _eventSource;
    private string? _messageType;
    private bool _hasBucket;
    private bool _hasMetadata;
    private bool _hasId;
    private bool _isLikeFinding;

    private EnvelopeJson() { }

    /// <summary>The members that hold other documents, and where their values stand.</summary>
    public ImmutableArray<EnvelopeContent> Contents { get; private set; } = [];

    /// <summary>Security Hub's rendering of a finding, in either of its formats; whose finding it is stands inside.</summary>
    public bool IsSecurityHubs => !HasStrictContents && (_product is not null || (_classUid is not null && _hasMetadata));

    /// <summary>CloudTrail's record of what somebody did about findings.</summary>
    public bool IsFindingCall => !HasStrictContents && _eventSource is FindingCall.Source && FindingCall.IsNameOfOne(_eventName);

    /// <summary>What it looked like, for whoever fed it; null where that is no better than what the finding's parser says.</summary>
    public string? Likeness =>
        this switch
        {
            { _isLikeFinding: true } => null,
            { _hasBucket: true } => "an S3 event notification, which names a file and does not hold it: feed that file",
            { _eventName: { } name, _eventSource: not null } => $"a CloudTrail event ({AddressFault.Quote(name)})",
            { _messageType: "CONTROL_MESSAGE" } => "a control message of CloudWatch Logs, which asks only whether somebody listens",
            { _type: { } type, _detailType: null, _hasId: false } => $"a message of type {AddressFault.Quote(type)}",
            { _detailType: null, _type: null, _hasId: false, _names: not [] } =>
                $"an object with {string.Join(", ", _names.Select(name => AddressFault.Quote(name)))}",
            _ => null,
        };

    /// <summary>It is meant as a finding or an event, so what is wrong with it as such is worth a word.</summary>
    public bool IsLikeFinding => _isLikeFinding || _detailType is not null;

    private bool HasStrictContents => Contents.Any(content => !content.IsLoose);

    private bool IsSecurityHubsEvent =>
        _detailType?.StartsWith("Security Hub Findings - ", StringComparison.Ordinal) is true || _detailType is "Findings Imported V2";

    private bool IsCloudTrailsEvent => _detailType is "AWS API Call via CloudTrail";

    private bool MayHaveOtherDetail => _detailType is null or "GuardDuty Finding";

    /// <returns>Null where even its members' names cannot be read.</returns>
    /// <exception cref="RepeatedMemberException">It says twice what it is, or what it wraps.</exception>
    public static EnvelopeJson? TryRead(ReadOnlySpan<byte> value)
    {
        var envelope = new EnvelopeJson();
        var json = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth });
        try
        {
            json.Read();
            while (json.NextMember())
            {
                envelope.ReadMember(ref json, value);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }

        envelope.Contents = [.. envelope._contents.Where(envelope.Wraps)];
        return envelope;
    }

    // Known only when all members have been seen.
    private bool Wraps(EnvelopeContent content) =>
        content.Member switch
        {
            "detail" => IsSecurityHubsEvent || IsCloudTrailsEvent || (content.Kind is not JsonTokenType.StartObject && MayHaveOtherDetail),
            "Message" => _type is null or "Notification",
            "logEvents" => _messageType is not "CONTROL_MESSAGE",
            _ => true,
        };

    private void ReadMember(ref Utf8JsonReader json, ReadOnlySpan<byte> value)
    {
        var name = json.GetString()!;
        if (DecidingNames.Contains(name) && !_seen.Add(name))
        {
            throw new RepeatedMemberException(name);
        }

        switch (name)
        {
            case DetailTypeName:
                _detailType = json.MemberText();
                break;
            case "Type":
                _type = json.MemberText();
                break;
            case "ProductArn":
                _product = json.MemberText();
                break;
            case "class_uid":
                _classUid = json.MemberText();
                break;
            case "eventName":
                _eventName = json.MemberText();
                break;
            case "eventSource":
                _eventSource = json.MemberText();
                break;
            case "messageType":
                _messageType = json.MemberText();
                break;
            default:
                _hasBucket |= name is "s3";
                _hasMetadata |= name is "metadata";
                _hasId |= name is "id" or "Id" or "type";
                _isLikeFinding |= name is "service" or "Service" or "severity" or "Severity" or "accountId" or "AccountId";
                ReadValue(name, ref json, value);
                break;
        }

        if (_names.Count < MostNames)
        {
            _names.Add(name);
        }
    }

    private void ReadValue(string name, ref Utf8JsonReader json, ReadOnlySpan<byte> value)
    {
        json.Read();
        var (start, kind) = ((int)json.TokenStartIndex, json.TokenType);
        json.Skip();
        if (name is "detail" && kind is JsonTokenType.StartArray && value[(start + 1)..].TrimStart(" \t\r\n"u8) is [(byte)']', ..])
        {
            // A list of nothing where an event has its finding is a fault, and no empty page.
            return;
        }

        var isLoose = LooseNames.Contains(name);
        var holds = kind switch
        {
            JsonTokenType.StartObject or JsonTokenType.StartArray => isLoose || StrictNames.Contains(name),
            JsonTokenType.String => (isLoose && name is not ("aws" or "_source" or "hits"))
                || name is "body" or "Body" or "Message" or "detail" or "requestPayload",
            _ => false,
        };
        if (holds)
        {
            _contents.Add(new EnvelopeContent(name, kind, start..(int)json.BytesConsumed, isLoose));
        }
    }
}

/// <param name="Kind">An object, a list or a text.</param>
/// <param name="Value">Where it stands in the object around it.</param>
/// <param name="IsLoose">Its name says nothing for certain: it may as well be something else.</param>
internal readonly record struct EnvelopeContent(string Member, JsonTokenType Kind, Range Value, bool IsLoose);
