package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
)

// Types of ChaincodeMessage, from fabric-protos peer/chaincode_shim.proto.
const (
	register    = 1
	initialise  = 3
	transaction = 5
	completed   = 6
	failed      = 7
	getState    = 8
	putState    = 9
	delState    = 10
	response    = 13
	keepalive   = 18
)

// message is a ChaincodeMessage, as far as this chaincode reads it.
type message struct {
	kind    uint64
	payload []byte
	tx      string
	channel string
}

func (m message) key() string { return m.channel + "/" + m.tx }

// field appends a field of protobuf: a number, or what has a length.
func field(to []byte, number uint64, value any) []byte {
	if of, is := value.(uint64); is {
		return binary.AppendUvarint(binary.AppendUvarint(to, number<<3), of)
	}
	data, is := value.([]byte)
	if !is {
		data = []byte(value.(string))
	}
	to = binary.AppendUvarint(binary.AppendUvarint(to, number<<3|2), uint64(len(data)))
	return append(to, data...)
}

var errShort = errors.New("a message of the peer ends early")

// fields calls each with every field of a message that is a number or has a length.
func fields(data []byte, each func(number, value uint64, data []byte)) error {
	for len(data) > 0 {
		tag, n := binary.Uvarint(data)
		if n <= 0 {
			return errShort
		}
		data = data[n:]
		value, n := binary.Uvarint(data)
		if n <= 0 {
			return errShort
		}
		data = data[n:]
		switch tag & 7 {
		case 0:
			each(tag>>3, value, nil)
		case 2:
			if value > uint64(len(data)) {
				return errShort
			}
			each(tag>>3, 0, data[:value])
			data = data[value:]
		default:
			return fmt.Errorf("the peer sent a field of wire type %d", tag&7)
		}
	}
	return nil
}

// peer is the stream to the peer: gRPC over HTTP/2.
type peer struct {
	to      io.Writer
	writing sync.Mutex
	waiting sync.Map
}

func (p *peer) send(m message) error {
	body := field(nil, 1, m.kind)
	body = field(body, 3, m.payload)
	body = field(body, 4, m.tx)
	body = field(body, 7, m.channel)
	frame := binary.BigEndian.AppendUint32([]byte{0}, uint32(len(body)))
	p.writing.Lock()
	defer p.writing.Unlock()
	_, err := p.to.Write(append(frame, body...))
	return err
}

func receive(from io.Reader) (m message, err error) {
	head := make([]byte, 5)
	if _, err = io.ReadFull(from, head); err != nil {
		return m, err
	}
	body := make([]byte, binary.BigEndian.Uint32(head[1:]))
	if _, err = io.ReadFull(from, body); err != nil {
		return m, err
	}
	err = fields(body, func(number, value uint64, data []byte) {
		switch number {
		case 1:
			m.kind = value
		case 3:
			m.payload = data
		case 4:
			m.tx = string(data)
		case 7:
			m.channel = string(data)
		}
	})
	return m, err
}

// stub is what a transaction reads and writes with.
type stub struct {
	peer    *peer
	of      message
	answers chan message
}

func (s *stub) ask(kind uint64, payload []byte) ([]byte, error) {
	if err := s.peer.send(message{kind, payload, s.of.tx, s.of.channel}); err != nil {
		return nil, err
	}
	answer := <-s.answers
	if answer.kind != response {
		return nil, errors.New(string(answer.payload))
	}
	return answer.payload, nil
}

func (s *stub) get(key string) ([]byte, error) { return s.ask(getState, field(nil, 1, key)) }
func (s *stub) del(key string) error           { _, err := s.ask(delState, field(nil, 1, key)); return err }
func (s *stub) put(key string, value []byte) error {
	_, err := s.ask(putState, field(field(nil, 1, key), 2, value))
	return err
}

func (p *peer) answer(m message) {
	s := &stub{p, m, make(chan message, 1)}
	p.waiting.Store(m.key(), s.answers)
	var args []string
	err := fields(m.payload, func(number, _ uint64, data []byte) {
		if number == 1 {
			args = append(args, string(data))
		}
	})
	var said []byte
	if err == nil && m.kind == transaction {
		said, err = invoke(s, args)
	}
	p.waiting.Delete(m.key())
	result := field(field(nil, 1, uint64(200)), 3, said)
	if err != nil {
		result = field(field(nil, 1, uint64(500)), 2, err.Error())
	}
	if err := p.send(message{completed, result, m.tx, m.channel}); err != nil {
		fmt.Fprintln(os.Stderr, "kv:", err)
	}
}

// client trusts the peer, and shows the certificate that the peer gave this container.
func client() (*http.Client, error) {
	root, err := os.ReadFile(os.Getenv("CORE_PEER_TLS_ROOTCERT_FILE"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(root)
	own, err := tls.LoadX509KeyPair(os.Getenv("CORE_TLS_CLIENT_CERT_FILE"), os.Getenv("CORE_TLS_CLIENT_KEY_FILE"))
	if err != nil {
		return nil, err
	}
	config := &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{own}}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true}}, nil
}

func run(address string) error {
	dial, err := client()
	if err != nil {
		return err
	}
	out, in := io.Pipe()
	request, err := http.NewRequest("POST", "https://"+address+"/protos.ChaincodeSupport/Register", out)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/grpc")
	request.Header.Set("TE", "trailers")
	p := &peer{to: in}
	go func() {
		name := field(nil, 2, os.Getenv("CORE_CHAINCODE_ID_NAME"))
		if err := p.send(message{kind: register, payload: name}); err != nil {
			fmt.Fprintln(os.Stderr, "kv:", err)
		}
	}()
	stream, err := dial.Do(request)
	if err != nil {
		return err
	}
	defer stream.Body.Close()
	for {
		m, err := receive(stream.Body)
		if err != nil {
			return fmt.Errorf("the peer is gone: %w, gRPC status %q", err, stream.Trailer.Get("Grpc-Message"))
		}
		switch m.kind {
		case initialise, transaction:
			go p.answer(m)
		case keepalive:
			if err := p.send(message{kind: keepalive, payload: bytes.Clone(m.payload)}); err != nil {
				return err
			}
		case response, failed:
			if answers, waits := p.waiting.Load(m.key()); waits {
				answers.(chan message) <- m
			}
		}
	}
}

func main() {
	address := flag.String("peer.address", "127.0.0.1:7052", "where the peer listens for chaincode")
	flag.Parse()
	fmt.Fprintln(os.Stderr, "kv:", run(*address))
	os.Exit(1)
}
