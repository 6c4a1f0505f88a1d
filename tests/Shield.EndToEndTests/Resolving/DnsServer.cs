using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Shield.EndToEndTests.Resolving;

/// <summary>
/// A name server on the wire (RFC 1035 section 4), that says what it is told to, true or not. A name that it does not know does not exist.
/// </summary>
internal sealed class DnsServer : IAsyncDisposable
{
    public const int ServerFailure = 2;
    public const int NoSuchName = 3;
    public const int Refused = 5;

    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<string, Func<byte[], int, byte[]?>> _answers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly Task _serving;

    public DnsServer() => _serving = ServeAsync();

    public IPEndPoint EndPoint => (IPEndPoint)_socket.Client.LocalEndPoint!;

    /// <summary>Names, one for each question.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>To a question for addresses of one family: the aliases and the addresses of that family.</summary>
    public void Answer(string name, params DnsRecord[] records) => Answer(name, records, []);

    public void Answer(string name, DnsRecord[] records, DnsRecord[] additional) =>
        Lie(
            name,
            (query, type) =>
                Message(query, 0, [.. records.Where(record => record.Type is DnsRecord.Alias || record.Type == type)], additional)
        );

    public void Fail(string name, int code) => Lie(name, (query, _) => Message(query, code, [], []));

    public void BeSilent(string name) => Lie(name, (_, _) => null);

    public void Forget(string name) => _answers.TryRemove(name, out _);

    /// <summary>Any bytes to a query and the type that it asks for; null for no answer.</summary>
    public void Lie(string name, Func<byte[], int, byte[]?> answer) => _answers[name] = answer;

    public static byte[] Message(byte[] query, int code, DnsRecord[] records, DnsRecord[] additional)
    {
        var (_, _, end) = QuestionOf(query);
        List<byte> message =
        [
            query[0],
            query[1],
            0x81,
            (byte)(0x80 | code),
            0,
            1,
            .. Short(records.Length),
            0,
            0,
            .. Short(additional.Length),
            .. query[12..end],
        ];
        foreach (var record in records.Concat(additional))
        {
            message.AddRange([
                .. NameBytes(record.Owner),
                .. Short(record.Type),
                0,
                1,
                .. Long(record.TimeToLive),
                .. Short(record.Data.Length),
                .. record.Data,
            ]);
        }

        return [.. message];
    }

    public static byte[] NameBytes(string name) =>
        [.. name.Split('.').SelectMany(label => new[] { (byte)label.Length }.Concat(Encoding.ASCII.GetBytes(label))), 0];

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _serving;
        _socket.Dispose();
        _ending.Dispose();
    }

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Long(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static (string Name, int Type, int End) QuestionOf(byte[] query)
    {
        var labels = new List<string>();
        var at = 12;
        for (; query[at] is not 0; at += 1 + query[at])
        {
            labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
        }

        return (string.Join('.', labels), (query[at + 1] << 8) | query[at + 2], at + 5);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_ending.Token);
                var (name, type, _) = QuestionOf(received.Buffer);
                _asked.Enqueue(name);
                var answer = _answers.TryGetValue(name, out var told)
                    ? told(received.Buffer, type)
                    : Message(received.Buffer, NoSuchName, [], []);
                if (answer is not null)
                {
                    await _socket.SendAsync(answer, received.RemoteEndPoint, _ending.Token);
                }
            }
        }
        catch (OperationCanceledException) { }
    }
}

internal sealed record DnsRecord(string Owner, int Type, int TimeToLive, byte[] Data)
{
    public const int IPv4 = 1;
    public const int Alias = 5;
    public const int IPv6 = 28;

    public static DnsRecord Address(string owner, string address, int timeToLive = 300)
    {
        var parsed = IPAddress.Parse(address);
        return new DnsRecord(owner, parsed.AddressFamily is AddressFamily.InterNetwork ? IPv4 : IPv6, timeToLive, parsed.GetAddressBytes());
    }

    public static DnsRecord AliasOf(string owner, string target, int timeToLive = 300) =>
        new(owner, Alias, timeToLive, DnsServer.NameBytes(target));
}
