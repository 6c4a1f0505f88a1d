using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace Shield.Core.Findings;

/// <summary>
/// What the members of a gzip file hold, one after the other (RFC 1952). Every byte of the file belongs to a member, or reading fails.
/// </summary>
/// <remarks>
/// The platform's own stream for gzip ends in silence at the first bytes behind a member that begin no other one: half of a file whose
/// second member has a damaged header would be no part of it. So the frame of a member is read here, and only what is deflated by the
/// platform.
/// </remarks>
/// <exception cref="InvalidDataException">Reading fails with it where a member is cut or damaged, and where something follows a member that
/// is none.</exception>
internal sealed class GzipMembers(Stream packed) : ForwardStream
{
    private const int HeaderLength = 10;
    private const int TrailerLength = 8;

    private readonly PushbackStream _packed = new(packed);
    private readonly byte[] _frame = new byte[HeaderLength];
    private DeflateStream? _member;
    private Crc32 _checksum;
    private uint _length;
    private long _start;
    private bool _isFirst = true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ReadAsync(buffer, isAsync: true, cancellationToken);

    // Nothing is awaited then.
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), isAsync: false, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, bool isAsync, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            if (_member is null && !await TryBeginAsync(isAsync, cancellationToken))
            {
                return 0;
            }

            var read = isAsync ? await _member!.ReadAsync(buffer, cancellationToken) : _member!.Read(buffer.Span);
            if (read > 0)
            {
                _checksum.Add(buffer.Span[..read]);
                _length += (uint)read;
                return read;
            }

            await EndAsync(isAsync, cancellationToken);
        }

        return 0;
    }

    /// <returns>False at the end of the file.</returns>
    private async ValueTask<bool> TryBeginAsync(bool isAsync, CancellationToken cancellationToken)
    {
        var start = _packed.Position;
        var count = await ReadFrameAsync(HeaderLength, isAsync, cancellationToken);
        if (count is 0 && !_isFirst)
        {
            return false;
        }

        if (count < 2 || _frame is not [0x1F, 0x8B, ..])
        {
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"byte {start} of the packed file follows the end of a gzip member and begins no other one; "
                ) + "nothing from there on was read"
            );
        }

        var flags = (HeaderFlags)_frame[3];
        if (count < HeaderLength)
        {
            throw Cut();
        }

        if (_frame[2] is not 8 || (flags & ~HeaderFlags.Known) != 0)
        {
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the gzip member at byte {start} of the packed file has a header that is damaged, or of a kind that nobody writes"
                )
            );
        }

        await SkipOptionalAsync(flags, isAsync, cancellationToken);
        _isFirst = false;
        (_checksum, _length, _start) = (new Crc32(), 0, _packed.Position);
        _member = new DeflateStream(_packed, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    private async ValueTask SkipOptionalAsync(HeaderFlags flags, bool isAsync, CancellationToken cancellationToken)
    {
        if (flags.HasFlag(HeaderFlags.Extra))
        {
            await ReadWholeFrameAsync(2, isAsync, cancellationToken);
            for (var left = BinaryPrimitives.ReadUInt16LittleEndian(_frame); left > 0; left--)
            {
                await ReadWholeFrameAsync(1, isAsync, cancellationToken);
            }
        }

        foreach (var text in new[] { HeaderFlags.Name, HeaderFlags.Comment })
        {
            while (flags.HasFlag(text))
            {
                await ReadWholeFrameAsync(1, isAsync, cancellationToken);
                flags &= _frame[0] is 0 ? ~text : ~HeaderFlags.None;
            }
        }

        if (flags.HasFlag(HeaderFlags.HeaderChecksum))
        {
            await ReadWholeFrameAsync(2, isAsync, cancellationToken);
        }
    }

    private async ValueTask EndAsync(bool isAsync, CancellationToken cancellationToken)
    {
        if (_member is not null)
        {
            await _member.DisposeAsync();
            _member = null;
        }

        // The deflated part ends somewhere in what was given last; behind it stand the checksum and the length of what it holds, which are
        // known by now. It took a byte of that at least, and is two bytes long at least: of a member with nothing in it, its last byte is a
        // zero as those of the trailer are.
        var last = _packed.Last.ToArray();
        var least = (int)Math.Max(1, 2 - (_packed.Position - last.Length - _start));
        var count = await ReadFrameAsync(TrailerLength, isAsync, cancellationToken);
        byte[] near = [.. last, .. _frame.AsSpan(0, count)];
        var trailer = new byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _checksum.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), _length);
        if (least > near.Length || near.AsSpan(least).IndexOf(trailer) is not (>= 0 and var behind))
        {
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the gzip member that ends near byte {_packed.Position} of the packed file is cut or damaged: "
                ) + "its checksum does not fit"
            );
        }

        _packed.PushBack(near.AsSpan(least + behind + TrailerLength));
    }

    private async ValueTask ReadWholeFrameAsync(int length, bool isAsync, CancellationToken cancellationToken)
    {
        if (await ReadFrameAsync(length, isAsync, cancellationToken) < length)
        {
            throw Cut();
        }
    }

    private async ValueTask<int> ReadFrameAsync(int length, bool isAsync, CancellationToken cancellationToken)
    {
        var into = _frame.AsMemory(0, length);
        return isAsync
            ? await _packed.ReadAtLeastAsync(into, length, throwOnEndOfStream: false, cancellationToken)
            : _packed.ReadAtLeast(into.Span, length, throwOnEndOfStream: false);
    }

    private InvalidDataException Cut() =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"the packed file ends at byte {_packed.Position}, inside a gzip member: it is cut")
        );

    [Flags]
    private enum HeaderFlags
    {
        None = 0,
        Text = 1,
        HeaderChecksum = 2,
        Extra = 4,
        Name = 8,
        Comment = 16,
        Known = Text | HeaderChecksum | Extra | Name | Comment,
    }
}
