using System.Collections.Immutable;
using System.Text.Json;
using Shield.Core.Addresses;

namespace Shield.Core.Findings;

/// <summary>An object that is no finding of GuardDuty's own, as far as it tells what it is.</summary>
/// <remarks>
/// | it is | it wraps |
/// |---|---|
/// | an event of Lambda; an answer of SQS; a page of GetFindings | each element of <c>Records</c>, <c>Messages</c>, <c>findings</c> |
/// | a message of SQS | <c>body</c>, a text |
/// | a record of Lambda from SNS | <c>Sns</c> |
/// | a notification of SNS | <c>Message</c>, a text |
/// | an EventBridge event of Security Hub or of CloudTrail, or one whose detail is a text | <c>detail</c> |
/// </remarks>
internal sealed class EnvelopeJson
{
    private const int MostNames = 5;

    private readonly ImmutableArray<(string Member, bool IsText, Range Value)>.Builder _contents = ImmutableArray.CreateBuilder<(string, bool, Range)>();
    private readonly List<string> _names = [];
    private string? _detailType;
    private string? _type;
    private string? _product;
    private string? _classUid;
    private string? _eventName;
    private string? _eventSource;
    private bool _hasBucket;
    private bool _hasMetadata;
    private bool _hasId;

    private EnvelopeJson()
    {
    }

    /// <summary>The members that hold other documents, and where their values stand.</summary>
    public ImmutableArray<(string Member, Range Value)> Contents { get; private set; } = [];

    /// <summary>Security Hub's rendering of a finding, in either of its formats; whose finding it is stands inside.</summary>
    public bool IsSecurityHubs => Contents is [] && (_product is not null || (_classUid is not null && _hasMetadata));

    /// <summary>CloudTrail's record of what somebody did about findings.</summary>
    public bool IsFindingCall => Contents is [] && _eventSource is FindingCall.Source && FindingCall.IsNameOfOne(_eventName);

    /// <summary>What it looked like, for whoever fed it; null where that is no better than what the finding's parser says.</summary>
    public string? Likeness => this switch
    {
        { _hasBucket: true } => "an S3 event notification, which names a file and does not hold it: feed that file",
        { _eventName: { } name, _eventSource: not null } => $"a CloudTrail event ({AddressFault.Quote(name)})",
        { _type: { } type, _detailType: null, _hasId: false } => $"a message of type {AddressFault.Quote(type)}",
        { _detailType: null, _type: null, _hasId: false, _names: not [] } => $"an object with {string.Join(", ", _names.Select(name => AddressFault.Quote(name)))}",
        _ => null,
    };

    private bool IsSecurityHubsEvent => _detailType?.StartsWith("Security Hub Findings - ", StringComparison.Ordinal) is true || _detailType is "Findings Imported V2";

    private bool IsCloudTrailsEvent => _detailType is "AWS API Call via CloudTrail";

    private bool MayHaveTextForDetail => _detailType is null or "GuardDuty Finding";

    /// <returns>Null where even its members' names cannot be read.</returns>
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

        envelope.Contents = [.. envelope._contents.Where(envelope.Wraps).Select(content => (content.Member, content.Value))];
        return envelope;
    }

    // Known only when all members have been seen.
    private bool Wraps((string Member, bool IsText, Range Value) content) => content.Member switch
    {
        "detail" => IsSecurityHubsEvent || IsCloudTrailsEvent || (content.IsText && MayHaveTextForDetail),
        "Message" => _type is null or "Notification",
        _ => true,
    };

    private void ReadMember(ref Utf8JsonReader json, ReadOnlySpan<byte> value)
    {
        var name = json.GetString()!;
        switch (name)
        {
            case "detail-type":
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
            default:
                _hasBucket |= name is "s3";
                _hasMetadata |= name is "metadata";
                _hasId |= name is "id" or "Id" or "type";
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
        var start = (int)json.TokenStartIndex;
        json.Skip();
        var holds = value[start] switch
        {
            (byte)'[' => name is "Records" or "Messages" or "findings" or "Findings",
            (byte)'{' => name is "Sns" or "detail" or "body" or "Body" or "Message",
            (byte)'"' => name is "body" or "Body" or "Message" or "detail",
            _ => false,
        };
        if (holds)
        {
            _contents.Add((name, value[start] is (byte)'"', start..(int)json.BytesConsumed));
        }
    }
}
