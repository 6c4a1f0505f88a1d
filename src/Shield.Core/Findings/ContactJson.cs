using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>One contact of a remote party with ours: a network connection, or one detail of a port probe. Both are spelled alike.</summary>
internal sealed class ContactJson
{
    public string? Direction { get; private set; }
    public string? LocalPort { get; private set; }
    public EndJson Local { get; private set; } = EndJson.None;
    public EndJson Remote { get; private set; } = EndJson.None;

    /// <summary>An element that is no object names nobody, but it is there, and its neighbours keep their numbers.</summary>
    public static ContactJson Skip(ref Utf8JsonReader json)
    {
        json.Skip();
        return new ContactJson();
    }

    public static ContactJson Read(ref Utf8JsonReader json)
    {
        var contact = new ContactJson();
        while (json.NextMember())
        {
            if (json.ValueTextEquals("connectionDirection"u8))
            {
                contact.Direction = json.MemberText();
            }
            else if (json.ValueTextEquals("localPortDetails"u8))
            {
                contact.LocalPort = json.EnterObject() ? ReadPort(ref json) : null;
            }
            else if (json.ValueTextEquals("localIpDetails"u8))
            {
                contact.Local = json.EnterObject() ? EndJson.Read(ref json) : EndJson.None;
            }
            else if (json.ValueTextEquals("remoteIpDetails"u8))
            {
                contact.Remote = json.EnterObject() ? EndJson.Read(ref json) : EndJson.None;
            }
            else
            {
                json.SkipMember();
            }
        }

        return contact;
    }

    private static string? ReadPort(ref Utf8JsonReader json)
    {
        string? port = null;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("port"u8))
            {
                port = json.MemberText();
            }
            else
            {
                json.SkipMember();
            }
        }

        return port;
    }
}
